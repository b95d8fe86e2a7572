import { useState } from 'react'
import { IconArrowBackUp, IconCircleCheck, IconHandStop, IconHourglassEmpty } from '@tabler/icons-react'
import type { ConsentEvent } from '../../shared/contract/consent.ts'
import { useFormat, type Format } from '../i18n/format.ts'
import { useWords } from '../i18n/i18n.ts'
import './consent.css'

/** Deskbell itself saw the moment of an answer; of anything else the owner gave the day. */
const whenOf = ({ method, occurredAt }: ConsentEvent, format: Format): string =>
  method === 'reply' || method === 'carrier' || method === 'front-desk' || method === 'keyword' ? format.dateTime(occurredAt) : format.date(occurredAt)

/** What core writes as the source by itself (consent/suppressions.ts, consent/carry.ts, consent/erase.ts). */
const ownSources = { 'erased on request': 'erased', 'from the book before the backup': 'carried', 'said on another number': 'elsewhere' } as const
const isOwn = (source: string): source is keyof typeof ownSources => Object.hasOwn(ownSources, source)

const Event = ({ event }: { readonly event: ConsentEvent }) => {
  const t = useWords('evidence')
  const u = useWords('ui')
  const format = useFormat()
  const [now] = useState(Date.now)
  const undone = event.method === 'import-undone' || event.method === 'entry-undone'
  const expired = event.method === 'expired'
  const Icon = undone ? IconArrowBackUp : expired ? IconHourglassEmpty : event.state === 'opted-in' ? IconCircleCheck : IconHandStop
  return (
    <li data-state={undone || expired ? 'undone' : event.state}>
      <Icon size={18} aria-hidden />
      <div>
        <p><strong>{expired ? t('event.expired') : undone ? t(`event.undone.${event.purpose}`) : t(`event.${event.state}.${event.purpose}`)}</strong></p>
        <p>{t('event.how', { method: u(`method.${event.method}`), date: whenOf(event, format) })}</p>
        {event.expiresAt === null ? null : <p>{t(event.expiresAt > now ? 'event.until' : 'event.ended', { date: format.date(event.expiresAt) })}</p>}
        {event.source === '' ? null : <p className="dim">{isOwn(event.source) ? t(`event.${ownSources[event.source]}`) : event.source}</p>}
        {event.disclosure === null ? null : <blockquote aria-label={t('event.words')}>{event.disclosure}</blockquote>}
        <p className="dim small">{t('event.noted', { date: format.dateTime(event.recordedAt) })}</p>
      </div>
    </li>
  )
}

/** What somebody agreed to and refused, with the proof, newest first. */
export const ConsentTimeline = ({ events }: { readonly events: readonly ConsentEvent[] }) => {
  const t = useWords('evidence')
  return (
    <ul className="timeline" aria-label={t('history')}>
      {events.map((event) => <Event key={event.id} event={event} />)}
    </ul>
  )
}
