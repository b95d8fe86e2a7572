import { useState } from 'react'
import { Button } from '@mantine/core'
import { IconCircleCheck, IconHandStop } from '@tabler/icons-react'
import type { ConsentEvent } from '../../../shared/contract/consent.ts'
import type { Contact } from '../../../shared/contract/contacts.ts'
import { useFormat, type Format } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConsentForm } from './consent-form.tsx'

/** Deskbell itself saw the moment of an answer; of anything else the owner gave the day. */
const whenOf = ({ method, occurredAt }: ConsentEvent, format: Format): string =>
  method === 'reply' || method === 'carrier' ? format.dateTime(occurredAt) : format.date(occurredAt)

/** What core writes as the source where somebody erased is back (consent/suppressions.ts). */
const ERASED = 'erased on request'

const Event = ({ event }: { readonly event: ConsentEvent }) => {
  const t = useWords('contacts')
  const u = useWords('ui')
  const format = useFormat()
  const agreed = event.state === 'opted-in'
  const Icon = agreed ? IconCircleCheck : IconHandStop
  return (
    <li data-state={event.state}>
      <Icon size={18} aria-hidden />
      <div>
        <p><strong>{agreed ? t(`consent.agreed.${event.purpose}`) : t(`consent.refused.${event.purpose}`)}</strong></p>
        <p>{t('consent.how', { method: u(`method.${event.method}`), date: whenOf(event, format) })}</p>
        {event.source === '' ? null : <p className="dim">{event.source === ERASED ? t('consent.erased') : event.source}</p>}
        {event.disclosure === null ? null : <blockquote aria-label={t('consent.words')}>{event.disclosure}</blockquote>}
        <p className="dim" style={{ fontSize: 12 }}>{t('consent.noted', { date: format.dateTime(event.recordedAt) })}</p>
      </div>
    </li>
  )
}

/** What somebody agreed to and refused, with the proof, newest first. */
export const ConsentTab = ({ person }: { readonly person: Contact }) => {
  const t = useWords('contacts')
  const [recording, setRecording] = useState(false)
  if (recording) return <ConsentForm number={person.number} onClose={() => { setRecording(false) }} />
  return (
    <>
      <Button mt="md" onClick={() => { setRecording(true) }}>{t('consent.record')}</Button>
      {person.consentHistory.length === 0 ? <p className="dim">{t('consent.nothing')}</p> : (
        <ul className="timeline" aria-label={t('consent.history')}>
          {person.consentHistory.map((event) => <Event key={event.id} event={event} />)}
        </ul>
      )}
    </>
  )
}
