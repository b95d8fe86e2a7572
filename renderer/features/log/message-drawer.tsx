import { useState } from 'react'
import { Anchor, Button, CopyButton, Text, Title } from '@mantine/core'
import type { MessageDetail } from '../../../shared/contract/messages.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { hrefOf } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { RetryButton } from '../../ui/retry-button.tsx'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { statusLook } from '../../ui/status-badge.tsx'
import { LogBadge } from './log-badge.tsx'
import { LaterButton } from './later-button.tsx'
import { ResendButton } from './resend-button.tsx'
import { useDetailWords, useUntil, useWhy } from './why.ts'

/** Why it did not arrive, was left out, or waits. */
const Reason = ({ message }: { readonly message: MessageDetail }) => {
  const t = useWords('log')
  const ui = useWords('ui')
  const why = useWhy()
  const until = useUntil()
  switch (message.status) {
    case 'failed':
    case 'undelivered': {
      const { title, advice } = deliveryReason(message.errorCode, languageNow())
      return <ProblemAlert problem={{ message: title, fix: advice }} />
    }
    case 'skipped':
      return <Note>{t('drawer.whySkipped', { why: why(message) })}</Note>
    case 'queued':
      return message.hold === null ? null : <Note>{t('drawer.whyWaits', { why: [ui(`hold.${message.hold}`), until(message)].filter((part) => part !== '').join(', ') })}</Note>
    case 'unknown':
      return <Note>{t('drawer.unknown')}</Note>
    case 'sending':
    case 'accepted':
    case 'sent':
      return message.undecided ? <Note>{t('drawer.undecided')}</Note> : null
    case 'delivered':
    case 'canceled':
      return null
  }
}

const History = ({ message }: { readonly message: MessageDetail }) => {
  const t = useWords('log')
  const format = useFormat()
  const detailWords = useDetailWords()
  return (
    <section>
      <Title order={3} mb={8}>{t('drawer.history')}</Title>
      <ol className="log-history">
        {message.events.map((event, index) => {
          const { icon: Icon, tone } = statusLook[event.status]
          const detail = detailWords(event.detail)
          return (
            <li key={index} data-tone={tone}>
              <span className="log-history-mark"><Icon size={14} aria-hidden /></span>
              <div>
                {t(`drawer.events.${event.status}`)}
                {detail === '' ? null : <Text size="sm" c="dimmed">{detail}</Text>}
              </div>
              <time dateTime={new Date(event.at).toISOString()}>{format.dateTime(event.at)}</time>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

const Details = ({ message }: { readonly message: MessageDetail }) => {
  const t = useWords('log')
  const format = useFormat()
  const [open, setOpen] = useState(false)
  return (
    <section>
      <dl className="log-facts">
        <div><dt>{t('drawer.from')}</dt><dd>{message.sender.startsWith('+') ? format.phone(message.sender) : message.sender}</dd></div>
        {message.campaignId === null ? null : <div><dt>{t('drawer.campaign')}</dt><dd><a href={hrefOf({ screen: 'campaign', campaignId: message.campaignId })}>{message.campaignName === '' ? t('drawer.unnamed') : message.campaignName}</a></dd></div>}
        <div><dt>{t('drawer.segments')}</dt><dd>{format.number(message.segments)}</dd></div>
        <div><dt>{t('drawer.cost')}</dt><dd>{message.cost === null ? t('drawer.costOpen') : format.money(message.cost)}</dd></div>
        {open ? (
          <>
            <div><dt>{t('drawer.code')}</dt><dd>{message.errorCode ?? t('drawer.noCode')}</dd></div>
            <div><dt>{t('drawer.sid')}</dt><dd className="log-sid">{message.providerSid ?? t('drawer.noCode')}</dd></div>
          </>
        ) : null}
      </dl>
      <Anchor component="button" type="button" size="sm" aria-expanded={open} onClick={() => { setOpen(!open) }}>{t(open ? 'drawer.hideDetails' : 'drawer.details')}</Anchor>
    </section>
  )
}

/** One message with all that happened to it. */
export const MessageDrawer = ({ messageId, onClose }: { readonly messageId: number | null; readonly onClose: () => void }) => {
  const t = useWords('log')
  const format = useFormat()
  const { data: message, error } = useCall('messages.get', { id: messageId ?? 1 }, { enabled: messageId !== null })
  const shown = message !== undefined && message.id === messageId ? message : undefined
  const name = shown === undefined ? '' : shown.name === '' ? format.phone(shown.number) : shown.name
  return (
    <SideDrawer opened={messageId !== null} onClose={onClose} title={shown === undefined ? '' : <span className="drawer-title">{t('drawer.title', { name })}</span>}>
      {error ? <ProblemAlert problem={error} /> : null}
      {shown === undefined ? null : (
        <div className="log-drawer">
          <div className="log-drawer-top">
            <LogBadge row={shown} />
            <span>{format.phone(shown.number)}</span>
            {shown.contactId === null ? null : <a href={hrefOf({ screen: 'contacts', contactId: shown.contactId })}>{t('drawer.person')}</a>}
          </div>
          <Reason message={shown} />
          <div className="log-drawer-actions">
            {shown.retryable ? <RetryButton next who={{ ids: [shown.id] }} count={1} /> : null}
            {shown.status === 'queued' ? <LaterButton who={{ ids: [shown.id] }} /> : null}
            {/* Trying again is the same message; a second one is for those that came to an end. */}
            {shown.retryable || shown.body === '' || shown.status === 'queued' || shown.status === 'sending' || shown.status === 'unknown' ? null : <ResendButton id={shown.id} name={name} />}
            {shown.body === '' ? null : <CopyButton value={shown.body} timeout={2000}>{({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'drawer.copied' : 'drawer.copy')}</Button>}</CopyButton>}
          </div>
          <div className="log-bubble" role="article" aria-label={t('drawer.text')}>{shown.body}</div>
          <History message={shown} />
          <Details message={shown} />
        </div>
      )}
    </SideDrawer>
  )
}
