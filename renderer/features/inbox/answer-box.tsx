import { useMemo, useState, type KeyboardEvent, type RefObject } from 'react'
import { Button, Menu, Textarea } from '@mantine/core'
import { IconMessage2Bolt, IconSend } from '@tabler/icons-react'
import type { Conversation } from '../../../shared/contract/inbox.ts'
import { segmentDetails } from '../../../shared/sms/segments.ts'
import { go } from '../../app/routes.ts'
import { call, useAction, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyProblem } from '../../ui/notify.tsx'
import { Note } from '../../ui/problem-alert.tsx'
import { StopAnswers, StopWords } from '../../ui/stop-decision.tsx'
import { setDraft, useInboxStore } from './use-inbox-store.ts'

const LONGEST = 1600

/** How much of a segment is left, while one types; the same count that is billed. */
const Meter = ({ text }: { readonly text: string }) => {
  const t = useWords('compose')
  const details = useMemo(() => segmentDetails(text), [text])
  if (details.segments === 0) return null
  return (
    <span className="answer-meter" data-testid="answer-meter" title={t('meter.whatIsSegment')}>
      <strong>{t('meter.segments', { count: details.segments })}</strong>, {t('meter.left', { count: details.unitsLeft })}
      {details.encoding === 'UCS-2' ? ` · ${t('meter.ucsShort')}` : ''}
    </span>
  )
}

const Saved = ({ number, onText }: { readonly number: string; readonly onText: (text: string, missing: readonly string[]) => void }) => {
  const t = useWords('inbox')
  const { data: canned = [] } = useCall('inbox.canned', {})
  const insert = async (body: string) => {
    const filled = await call('inbox.fill', { body, number })
    if (filled.ok) onText(filled.value.text, filled.value.missing)
    else notifyProblem(filled.error)
  }
  return (
    <Menu position="top-start" width={280} shadow="md">
      <Menu.Target><Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconMessage2Bolt size={16} aria-hidden />}>{t('answer.saved')}</Button></Menu.Target>
      <Menu.Dropdown>
        {canned.length === 0 ? <Menu.Label>{t('answer.noSaved')}</Menu.Label> : null}
        {canned.map(({ id, name, body }) => <Menu.Item key={id} onClick={() => void insert(body)}>{name}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Item onClick={() => { go({ screen: 'inbox', part: 'answers' }) }}>{t('answer.manage')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** They wrote what reads like a stop: the two answers stand where one would write. */
const Suspended = ({ number }: { readonly number: string }) => {
  const t = useWords('optOuts')
  const { data } = useCall('optOuts.waitingOf', { number })
  if (data?.stop == null) return null
  return (
    <section className="answer stop-banner" aria-label={t('decide.title')}>
      <Note>
        <p>{t('decide.banner')}</p>
        <StopWords stop={data.stop} />
        <StopAnswers stop={data.stop} />
      </Note>
    </section>
  )
}

/** Where an answer is written; whoever cannot be answered, why not. */
export const AnswerBox = ({ talk, name, box, onLeave }: { readonly talk: Conversation; readonly name: string; readonly box: RefObject<HTMLTextAreaElement | null>; readonly onLeave: () => void }) => {
  const t = useWords('inbox')
  const format = useFormat()
  const text = useInboxStore(({ drafts }) => drafts[talk.number] ?? '')
  const [missing, setMissing] = useState<readonly string[]>([])
  const answer = useAction('inbox.answer', { onDone: (_, { number }) => { setDraft(number, ''); setMissing([]) } })
  if (talk.cannotAnswer === 'suspended') return <Suspended number={talk.number} />
  if (talk.cannotAnswer !== null) return <div className="answer"><Note>{t(`answer.cannot.${talk.cannotAnswer}`)}</Note></div>
  const ready = text.trim() !== '' && text.length <= LONGEST && !answer.isPending
  const send = () => { if (ready) answer.mutate({ number: talk.number, body: text }) }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onLeave()
    }
    // While letters are being put together (Japanese, accents), Enter belongs to them.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form className="answer" onSubmit={(event) => { event.preventDefault(); send() }}>
      {missing.length === 0 ? null : <Note>{t('answer.missing', { count: missing.length, fields: format.list(missing) })}</Note>}
      <div className="answer-write">
        <Textarea
          ref={box} className="answer-text" autosize minRows={2} maxRows={8} value={text} aria-label={t('answer.label', { name })} placeholder={t('answer.placeholder')}
          error={text.length > LONGEST ? t('answer.tooLong') : null} onKeyDown={onKeyDown} onChange={(event) => { setDraft(talk.number, event.currentTarget.value) }}
        />
        <NextButton type="submit" size="sm" disabled={!ready} loading={answer.isPending} title={t('answer.hint')} leftSection={<IconSend size={16} aria-hidden />}>{t('answer.send')}</NextButton>
      </div>
      <div className="answer-line">
        <Saved number={talk.number} onText={(filled, empty) => { setDraft(talk.number, text === '' ? filled : `${text.trimEnd()} ${filled}`); setMissing(empty); box.current?.focus() }} />
        <Meter text={text} />
        <span className="answer-from">{talk.sender === null ? null : t('answer.from', { number: format.phone(talk.sender) })}</span>
      </div>
    </form>
  )
}
