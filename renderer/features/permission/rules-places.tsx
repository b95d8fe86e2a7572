import { useState } from 'react'
import { Button, SegmentedControl, Title } from '@mantine/core'
import type { CallOutput } from '../../../shared/contract/index.ts'
import type { RulesView } from '../../../shared/contract/rules.ts'
import { EVERYWHERE } from '../../../shared/rules/decisions.ts'
import { describeHours } from '../../../shared/rules/describe-hours.ts'
import { HOURS } from '../../../shared/rules/hours-data.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'
import { Note } from '../../ui/problem-alert.tsx'
import { useRuleWords } from './rule-words.ts'

type People = CallOutput<'rules.people'>

/** Every place with a rule: those where people live first, then those decided about, then by name. */
const placesOf = (view: RulesView, people: People | undefined, name: (place: string) => string): readonly string[] => {
  const count = new Map(people?.byRule.map(({ place, people: many }) => [place, many]))
  const decided = new Set(view.inForce.map(({ place }) => place).filter((place) => place in HOURS.places || /^[A-Z]{2}/.test(place)))
  return [...new Set([...Object.keys(HOURS.places), ...decided])].sort(
    (one, other) => (count.get(other) ?? 0) - (count.get(one) ?? 0) || Number(decided.has(other)) - Number(decided.has(one)) || name(one).localeCompare(name(other)),
  )
}

const Line = ({ place, view, people, onOpen }: { readonly place: string; readonly view: RulesView; readonly people: number; readonly onOpen: (place: string) => void }) => {
  const t = useWords('rules')
  const words = useRuleWords()
  const language = languageNow()
  const name = place === EVERYWHERE ? t('places.always') : words.place(place)
  const decided = view.inForce.filter((one) => one.place === place)
  const hours = place === EVERYWHERE
    ? words.window(view.rules?.service ?? HOURS.service)
    : describeHours(place, language, view.rules ?? undefined).replace(/^[^:]*?\s*:\s*/, '')
  return (
    <li>
      <div>
        <strong>{name}</strong>{people === 0 ? null : <span className="dim rules-people">{t('places.people', { count: people })}</span>}
        {decided.length === 0 ? null : <span className="badge" data-tone="wait">{t('places.decided')}</span>}
        {decided.some(({ writtenChanged }) => writtenChanged) ? <span className="badge" data-tone="alarm">{t('places.changed')}</span> : null}
        <p className="rules-hours">{hours}</p>
      </div>
      <Button size="compact-sm" aria-label={t('places.openOf', { place: name })} onClick={() => { onOpen(place) }}>{t('places.open')}</Button>
    </li>
  )
}

/** Each place's hours, in words; its weekdays and its source behind the button. */
export const PlacesSection = ({ view, people, onOpen }: { readonly view: RulesView; readonly people: People | undefined; readonly onOpen: (place: string) => void }) => {
  const t = useWords('rules')
  const words = useRuleWords()
  const format = useFormat()
  const [chosen, setChosen] = useState<'ours' | 'all' | null>(null)
  const count = new Map(people?.byRule.map(({ place, people: many }) => [place, many]))
  const shown = chosen ?? (people !== undefined && people.byRule.length === 0 ? 'all' : 'ours')
  const places = placesOf(view, people, words.place).filter((place) => shown === 'all' || count.has(place) || view.inForce.some((one) => one.place === place))
  return (
    <section className="panel" aria-labelledby="rules-places">
      <div className="rules-head">
        <Title order={2} id="rules-places">{t('places.title')}</Title>
        <SegmentedControl aria-label={t('places.filter')} value={shown} onChange={(value) => { setChosen(value as 'ours' | 'all') }} data={[{ value: 'ours', label: t('places.ours') }, { value: 'all', label: t('places.all') }]} />
      </div>
      <p className="dim">{t('places.text')}</p>
      <ul className="rules-list">
        {places.map((place) => <Line key={place} place={place} view={view} people={count.get(place) ?? 0} onOpen={onOpen} />)}
        {shown === 'ours' && people === undefined ? <li className="dim">{t('places.counting')}</li> : null}
        {shown === 'ours' && people !== undefined && places.length === 0 ? <li className="dim">{t('places.nobody')}</li> : null}
        <Line place={EVERYWHERE} view={view} people={0} onOpen={onOpen} />
      </ul>
      {people === undefined || people.unclear === 0 ? null : <Note>{t('places.unclear', { count: people.unclear })}</Note>}
      <p className="dim rules-small">{t('places.compared', { date: format.date(Date.parse(`${HOURS.asOf}T12:00:00`)) })}</p>
    </section>
  )
}
