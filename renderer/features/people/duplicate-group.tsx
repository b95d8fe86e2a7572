import { useId, useState, type ReactNode } from 'react'
import { Button, Checkbox, Radio } from '@mantine/core'
import type { DuplicateGroup, DuplicatePerson } from '../../../shared/contract/people.ts'
import { useCall } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { ConsentBadge } from '../../ui/consent-badge.tsx'
import { NextButton } from '../../ui/next-button.tsx'

type Decision = { readonly keep: number; readonly drop: number[]; readonly fields: Record<string, number> }

type FieldRow = { readonly key: string; readonly label: string; readonly of: (person: DuplicatePerson) => string }

const useFieldRows = (people: readonly DuplicatePerson[]): readonly FieldRow[] => {
  const t = useWords('people')
  const c = useWords('contacts')
  const { data: fields = [] } = useCall('contacts.fields', {})
  const rows: readonly FieldRow[] = [
    { key: 'firstName', label: c('person.firstName'), of: (person) => person.firstName },
    { key: 'lastName', label: c('person.lastName'), of: (person) => person.lastName },
    { key: 'email', label: c('person.email'), of: (person) => person.email },
    { key: 'region', label: c('person.region'), of: (person) => person.region },
    { key: 'postalCode', label: c('person.postalCode'), of: (person) => person.postalCode },
    { key: 'language', label: c('person.language'), of: (person) => (person.language === null ? '' : t(`changes.language.${person.language}`)) },
    { key: 'timeZone', label: c('person.timeZone'), of: (person) => person.timeZone ?? '' },
    ...fields.map(({ key, label }) => ({ key: `custom:${key}`, label, of: (person: DuplicatePerson) => person.custom[key] ?? '' })),
  ]
  return rows.filter(({ of }) => people.some((person) => of(person) !== ''))
}

/** Likely one person, side by side: which number is used, whose value stays for each field that differs. */
export const DuplicateGroupCard = ({ group, busy, onMerge, onDifferent }: {
  readonly group: DuplicateGroup
  readonly busy: boolean
  readonly onMerge: (decision: Decision) => void
  readonly onDifferent: () => void
}) => {
  const t = useWords('people')
  const c = useWords('contacts')
  const format = useFormat()
  const id = useId()
  const { people } = group
  const rows = useFieldRows(people)
  const [out, setOut] = useState<ReadonlySet<number>>(new Set())
  const inside = people.filter((person) => !out.has(person.id))
  // The entry with the longest history is the one to go on with, unless somebody says otherwise.
  const usual = inside.toSorted((a, b) => b.messages - a.messages || Number(b.marketing === 'opted-in') - Number(a.marketing === 'opted-in') || a.createdAt - b.createdAt)[0]
  const [number, setNumber] = useState<number | null>(null)
  const keep = inside.some((person) => person.id === number) ? number : (usual?.id ?? null)
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({})
  const stopped = inside.some((person) => person.marketing === 'opted-out' || person.service === 'opted-out')
  const nameOf = (person: DuplicatePerson) => [person.firstName, person.lastName].filter(Boolean).join(' ') || c('noName')
  const differs = ({ of }: FieldRow) => new Set(inside.map(of).filter((value) => value !== '')).size > 1
  const takes = (row: FieldRow): number | null => {
    const named = chosen[row.key]
    if (named !== undefined && inside.some((person) => person.id === named)) return named
    const kept = inside.find((person) => person.id === keep && row.of(person) !== '') ?? inside.find((person) => row.of(person) !== '')
    return kept?.id ?? null
  }
  const cells = (label: string, cell: (person: DuplicatePerson) => ReactNode) => (
    <tr>
      <th scope="row">{label}</th>
      {people.map((person) => <td key={person.id} data-out={out.has(person.id) || undefined}>{cell(person)}</td>)}
    </tr>
  )
  const submit = () => {
    if (keep === null) return
    const fields = Object.fromEntries(rows.filter(differs).flatMap((row) => { const from = takes(row); return from === null ? [] : [[row.key, from]] }))
    onMerge({ keep, drop: inside.map((person) => person.id).filter((each) => each !== keep), fields })
  }
  return (
    <section className="duplicate" aria-labelledby={`${id}-question`}>
      <div className="duplicate-head">
        <h2 id={`${id}-question`}>{t('duplicates.question')}</h2>
        <span>{group.reasons.map((reason) => <Badge key={reason} tone="neutral">{t(`duplicates.reasons.${reason}`)}</Badge>)}</span>
      </div>
      <div className="duplicate-scroll" tabIndex={0} role="region" aria-label={t('duplicates.table')}>
        <table className="duplicate-table">
          <thead>
            <tr>
              <th scope="col"><span className="visually-hidden">{t('duplicates.field')}</span></th>
              {people.map((person) => (
                <th key={person.id} scope="col" data-out={out.has(person.id) || undefined}>
                  <strong>{nameOf(person)}</strong>
                  {people.length < 3 ? null : (
                    <Checkbox
                      mt={6}
                      size="xs"
                      label={t('duplicates.include')}
                      checked={!out.has(person.id)}
                      onChange={(event) => {
                        const next = new Set(out)
                        if (event.currentTarget.checked) next.delete(person.id)
                        else next.add(person.id)
                        setOut(next)
                      }}
                    />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells(t('duplicates.number'), (person) => (
              <Radio name={`${id}-number`} label={format.phone(person.number)} aria-label={`${t('duplicates.useNumber')} ${format.phone(person.number)}`} disabled={out.has(person.id)} checked={keep === person.id} onChange={() => { setNumber(person.id) }} />
            ))}
            {cells(t('duplicates.offers'), (person) => <ConsentBadge quiet state={person.marketing} />)}
            {cells(t('duplicates.service'), (person) => <ConsentBadge quiet state={person.service} />)}
            {rows.map((row) => {
              const choice = differs(row)
              return (
                <tr key={row.key}>
                  <th scope="row">{row.label}</th>
                  {people.map((person) => {
                    const value = row.of(person)
                    return (
                      <td key={person.id} data-out={out.has(person.id) || undefined}>
                        {value === '' ? <span className="dim">{t('duplicates.empty')}</span> : choice && !out.has(person.id) ? (
                          <Radio name={`${id}-${row.key}`} label={value} aria-label={`${row.label}: ${value}`} checked={takes(row) === person.id} onChange={() => { setChosen({ ...chosen, [row.key]: person.id }) }} />
                        ) : value}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
            {people.some(({ tags }) => tags.length > 0) ? cells(t('duplicates.tags'), (person) => person.tags.map((tag) => <span key={tag} className="tag">{tag}</span>)) : null}
            {people.some(({ lists }) => lists.length > 0) ? cells(t('duplicates.lists'), (person) => person.lists.join(', ')) : null}
            {people.some(({ notes }) => notes !== '') ? cells(t('duplicates.notes'), (person) => person.notes) : null}
            {cells(t('duplicates.messages'), (person) => format.number(person.messages))}
            {cells(t('duplicates.added'), (person) => format.date(person.createdAt))}
          </tbody>
        </table>
      </div>
      <p className="dim" style={{ margin: 0 }}>{stopped ? t('duplicates.stop') : t('duplicates.keeps')}</p>
      <div className="duplicate-foot">
        <NextButton disabled={inside.length < 2} loading={busy} onClick={submit}>{t('duplicates.merge')}</NextButton>
        <Button disabled={busy} onClick={onDifferent}>{t('duplicates.different')}</Button>
      </div>
    </section>
  )
}
