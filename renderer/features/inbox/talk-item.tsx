import { Button } from '@mantine/core'
import { IconBolt, IconDownload, IconFile, IconPhoto } from '@tabler/icons-react'
import type { Attachment, TalkIn, TalkItem, TalkOut } from '../../../shared/contract/inbox.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { meansCancel } from '../../../shared/rules/words.ts'
import { hrefOf } from '../../app/routes.ts'
import { call, useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { RetryButton } from '../../ui/retry-button.tsx'
import { SaveFileButton } from '../../ui/save-file-button.tsx'
import { statusLook } from '../../ui/status-badge.tsx'

const File = ({ file }: { readonly file: Attachment }) => {
  const t = useWords('inbox')
  const format = useFormat()
  const shown = file.state === 'here' && file.image
  const { data } = useCall('inbox.image', { id: file.id }, { enabled: shown })
  if (file.state !== 'here') return <p className="talk-file"><IconFile size={16} aria-hidden />{t(`file.${file.state}`)}</p>
  const save = <SaveFileButton size="compact-xs" variant="subtle" color="gray" leftSection={<IconDownload size={14} aria-hidden />} label={t(shown ? 'file.savePicture' : 'file.save')} write={() => call('inbox.saveAttachment', { id: file.id })} />
  if (shown) {
    return (
      <figure className="talk-picture">
        {data === undefined ? <IconPhoto size={32} aria-hidden /> : <img src={data.url} alt={t('file.picture')} />}
        <figcaption>{save}</figcaption>
      </figure>
    )
  }
  return <p className="talk-file"><IconFile size={16} aria-hidden />{t('file.other', { size: format.bytes(file.bytes ?? 0) })} {save}</p>
}

const Theirs = ({ item }: { readonly item: TalkIn }) => {
  const t = useWords('inbox')
  const format = useFormat()
  return (
    <>
      {item.text === '' && item.attachments.length > 0 ? null : <div className="talk-bubble">{item.text}</div>}
      {item.attachments.map((file) => <File key={file.id} file={file} />)}
      <p className="talk-under">
        <time dateTime={new Date(item.at).toISOString()} title={format.dateTime(item.at)}>{format.time(item.at)}</time>
        {item.confirmed !== null ? <span>{t(`confirmed.${item.confirmed}`)}</span> : item.keyword === null ? null : <span>{t(`keyword.${meansCancel(item.text) ? 'cancel' : item.keyword}`)}</span>}
        {item.word === '' ? null : <span>{t('wordUsed', { word: item.word })}</span>}
      </p>
    </>
  )
}

const Ours = ({ item, stopped }: { readonly item: TalkOut; readonly stopped: boolean }) => {
  const t = useWords('inbox')
  const ui = useWords('ui')
  const format = useFormat()
  const { icon: Icon, tone } = statusLook[item.status]
  const failed = item.status === 'failed' || item.status === 'undelivered'
  const word = item.status === 'queued' && item.hold !== null ? ui(`hold.${item.hold}`) : ui(`status.${item.status}`)
  const why = failed ? deliveryReason(item.errorCode, languageNow()).title : item.skip === null ? '' : ui(`skip.${item.skip}`)
  return (
    <>
      {item.campaignId === null ? null : <a className="talk-campaign" href={hrefOf({ screen: 'campaign', campaignId: item.campaignId })}>{t('fromCampaign', { name: item.campaignName === '' ? t('unnamed') : item.campaignName })}</a>}
      {item.about !== null ? <span className="talk-campaign"><IconBolt size={12} aria-hidden />{t(`about.${item.about}`)}</span> : item.automatic ? <span className="talk-campaign"><IconBolt size={12} aria-hidden />{t('automatic')}</span> : null}
      <div className="talk-bubble">{item.text}</div>
      <p className="talk-under" data-tone={tone}>
        <time dateTime={new Date(item.at).toISOString()} title={format.dateTime(item.at)}>{item.status === 'queued' && item.until !== null ? format.dateTime(item.until) : format.time(item.at)}</time>
        <span className="talk-status"><Icon size={14} aria-hidden />{word}</span>
        {why === '' ? null : <span>{why}</span>}
        {item.retryable && !stopped ? <RetryButton small who={{ ids: [item.id] }} count={1} /> : null}
      </p>
    </>
  )
}

const dayOf = (at: number): string => new Date(at).toDateString()

/** What was said, with a line wherever another day begins. `stopped`: nothing more can be sent to them. */
export const TalkItems = ({ items, stopped }: { readonly items: readonly TalkItem[]; readonly stopped: boolean }) => {
  const format = useFormat()
  return (
    <>
      {items.map((item, index) => {
        const before = items[index - 1]
        return (
          <div key={`${item.kind}-${String(item.id)}`} className="talk-part">
            {before !== undefined && dayOf(before.at) === dayOf(item.at) ? null : <div className="talk-day">{format.date(item.at)}</div>}
            <div className="talk-item" data-from={item.kind === 'in' ? 'them' : 'us'}>{item.kind === 'in' ? <Theirs item={item} /> : <Ours item={item} stopped={stopped} />}</div>
          </div>
        )
      })}
    </>
  )
}

export const EarlierButton = ({ busy, onClick }: { readonly busy: boolean; readonly onClick: () => void }) => {
  const t = useWords('inbox')
  return <Button size="compact-sm" variant="subtle" color="gray" loading={busy} onClick={onClick}>{t('earlier')}</Button>
}
