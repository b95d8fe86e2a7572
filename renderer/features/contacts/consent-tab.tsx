import { useState } from 'react'
import { Button, Group } from '@mantine/core'
import type { Contact } from '../../../shared/contract/contacts.ts'
import { useCall } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { AskForm } from '../../ui/ask-form.tsx'
import { EvidenceButtons, MayText } from '../../ui/consent-answer.tsx'
import { ConsentTimeline } from '../../ui/consent-timeline.tsx'
import { SpokenForm } from '../../ui/spoken-form.tsx'
import { AskedLine } from './asked-line.tsx'
import { ConsentForm } from './consent-form.tsx'

/** Whether somebody may be texted, and what they agreed to and refused, with the proof, newest first. */
export const ConsentTab = ({ person }: { readonly person: Contact }) => {
  const t = useWords('contacts')
  const c = useWords('collect')
  const [doing, setDoing] = useState<'any' | 'spoken' | 'asking' | null>(null)
  const { data: answer } = useCall('consent.check', { who: person.number })
  const close = () => { setDoing(null) }
  if (doing === 'any') return <ConsentForm number={person.number} onClose={close} />
  if (doing === 'spoken') return <div style={{ paddingTop: 16 }}><SpokenForm number={person.number} onClose={close} /></div>
  if (doing === 'asking') return <div style={{ paddingTop: 16 }}><AskForm who={{ ids: [person.id] }} onClose={close} /></div>
  const found = answer?.kind === 'number' ? answer.found : undefined
  return (
    <div className="consent-tab">
      {found === undefined ? null : <MayText found={found} />}
      <Group gap="sm">
        <Button onClick={() => { setDoing('any') }}>{t('consent.record')}</Button>
        <Button variant="subtle" onClick={() => { setDoing('spoken') }}>{c('spoken.button')}</Button>
      </Group>
      <AskedLine person={person} onAsk={() => { setDoing('asking') }} />
      {person.consentHistory.length === 0 ? <p className="dim">{t('consent.nothing')}</p> : <ConsentTimeline events={person.consentHistory} />}
      {found === undefined || person.consentHistory.length === 0 ? null : <EvidenceButtons found={found} />}
    </div>
  )
}
