import { useState } from 'react'
import { Button, Title } from '@mantine/core'
import { IconShieldCheck, IconShieldQuestion } from '@tabler/icons-react'
import type { CheckedNumber } from '../../../shared/contract/consent.ts'
import { go, hrefOf } from '../../app/routes.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { ConsentTimeline } from '../../ui/consent-timeline.tsx'
import { EvidenceButtons, MayText } from '../../ui/consent-answer.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Panel } from '../../ui/page.tsx'
import { Note, ProblemAlert } from '../../ui/problem-alert.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { LedgerLine, LedgerNote } from './ledger-note.tsx'
import './check.css'

const Found = ({ found }: { readonly found: CheckedNumber }) => {
  const t = useWords('evidence')
  const format = useFormat()
  const name = found.name === '' ? format.phone(found.number) : found.name
  return (
    <div className="check-found">
      <Panel>
        <div className="check-head">
          <div>
            <Title order={2} aria-live="polite">{name}</Title>
            <p className="dim">{found.name === '' ? (found.contactId === null ? t('notInBook') : t('noName')) : format.phone(found.number)}</p>
          </div>
          {found.contactId === null ? null : <Button component="a" href={hrefOf({ screen: 'contacts', contactId: found.contactId })}>{t('person')}</Button>}
        </div>
        <MayText found={found} />
        {found.otherNumbers.length === 0 ? null : (
          <p className="dim">{t('others')} {found.otherNumbers.map((other, index) => <span key={other}>{index === 0 ? '' : ', '}<a href={hrefOf({ screen: 'permission', number: other })}>{format.phone(other)}</a></span>)}</p>
        )}
        {found.unreachable ? <Note>{t('unreachable')}</Note> : null}
        <div className="check-foot">
          <EvidenceButtons found={found} />
          <p className="dim">{t('intact', { context: found.events.length === 0 ? 'none' : found.purposes.some(({ intact }) => intact === false) ? 'broken' : 'whole' })}</p>
        </div>
      </Panel>
      <section aria-labelledby="check-history">
        <Title order={2} id="check-history">{t('history')}</Title>
        {found.events.length === 0 ? <p className="dim">{t('nothing')}</p> : <ConsentTimeline events={found.events} />}
      </section>
    </div>
  )
}

/** One field, and an answer: may I text this person, for what, since when, and how do I know. */
export const CheckTab = ({ number }: { readonly number: string | undefined }) => {
  const t = useWords('evidence')
  const format = useFormat()
  const [typed, setTyped] = useState('')
  const [given, setGiven] = useState<string | undefined>(undefined)
  // An address that names a number fills the field.
  if (given !== number) {
    setGiven(number)
    if (number !== undefined) setTyped(format.phone(number))
  }
  const who = typed.trim()
  const { data: answer, error } = useCall('consent.check', { who: number !== undefined && who === format.phone(number) ? number : who === '' ? ' ' : who }, { enabled: who !== '', keepPrevious: true })
  const change = (text: string) => {
    setTyped(text)
    if (number !== undefined) go({ screen: 'permission' }, { replace: true })
  }
  return (
    <div className="check">
      <LedgerNote />
      <SearchField value={typed} onChange={change} label={t('field')} width="100%" />
      {error === null ? null : <ProblemAlert problem={error} />}
      {who === '' || answer === undefined ? (
        <EmptyState icon={IconShieldCheck} title={t('empty.title')}>{t('empty.text')}</EmptyState>
      ) : answer.kind === 'number' ? <Found key={answer.found.number} found={answer.found} /> : answer.kind === 'nobody' ? (
        <EmptyState icon={IconShieldQuestion} title={t('nobody.title')}>{t('nobody.text')}</EmptyState>
      ) : (
        <section aria-labelledby="check-people">
          <Title order={2} id="check-people">{t('choose')}</Title>
          <ul className="check-people">
            {answer.people.map((person) => (
              <li key={person.number}>
                <a href={hrefOf({ screen: 'permission', number: person.number })}>{person.name === '' ? format.phone(person.number) : person.name}</a>
                <span className="dim">{person.name === '' ? '' : format.phone(person.number)}</span>
              </li>
            ))}
          </ul>
          {answer.total > answer.people.length ? <p className="dim">{t('more', { count: answer.total - answer.people.length })}</p> : null}
        </section>
      )}
      <LedgerLine />
    </div>
  )
}
