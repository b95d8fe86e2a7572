import { useState } from 'react'
import { Button, Title } from '@mantine/core'
import type { RuleDecision, RulesView } from '../../../shared/contract/rules.ts'
import { isDay, OWN_CAPS } from '../../../shared/rules/decisions.ts'
import { useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { notifyDone } from '../../ui/notify.tsx'
import { TimeText } from '../../ui/texts.tsx'
import { isRuleField, WEEK } from './rule-fields.ts'
import { useRuleWords } from './rule-words.ts'

const SHOWN = 20

/** What was decided in one go, for one reason. */
const groupsOf = (history: readonly RuleDecision[]): readonly (readonly RuleDecision[])[] => {
  const groups: RuleDecision[][] = []
  for (const one of history) {
    const last = groups.at(-1)
    if (last?.[0]?.place === one.place && last[0].at === one.at && last[0].reason === one.reason) last.unshift(one)
    else groups.push([one])
  }
  return groups
}

/** Neighbouring days decided alike, in one line. */
const runsOf = (decisions: readonly RuleDecision[]): readonly { readonly of: RuleDecision; readonly last: string }[] => {
  const place = ({ field }: RuleDecision): number => WEEK.findIndex((day) => day === field)
  const same = (one: RuleDecision, other: RuleDecision) => JSON.stringify([one.decided, one.written]) === JSON.stringify([other.decided, other.written])
  const runs: { of: RuleDecision; last: string; at: number }[] = []
  for (const one of decisions.toSorted((a, b) => (isDay(a.field) ? place(a) : 7) - (isDay(b.field) ? place(b) : 7))) {
    const run = runs.at(-1)
    if (run !== undefined && isDay(one.field) && isDay(run.last) && place(one) === run.at + 1 && same(run.of, one)) Object.assign(run, { last: one.field, at: place(one) })
    else runs.push({ of: one, last: one.field, at: place(one) })
  }
  return runs
}

const Group = ({ decisions, inForce }: { readonly decisions: readonly RuleDecision[]; readonly inForce: ReadonlySet<number> }) => {
  const t = useWords('rules')
  const words = useRuleWords()
  const done = () => { notifyDone(t('edit.wentBack')) }
  const back = useAction('rules.decide', { onDone: done })
  const caps = useAction('queue.saveRules', { onDone: done })
  const [first] = decisions
  if (first === undefined) return null
  const { place, reason, at } = first
  const held = decisions.filter(({ id }) => inForce.has(id))
  const goBack = () => {
    if (place === OWN_CAPS) caps.mutate(Object.fromEntries(held.map(({ field, written }) => [field, written?.value ?? null])) as { perDay?: number | null; perWeek?: number | null })
    else back.mutate({ place, reason: '', changes: held.flatMap(({ field }) => (isRuleField(field) ? [{ field, back: true as const }] : [])) })
  }
  return (
    <li>
      <div>
        <strong>{words.place(place)}</strong> <span className="dim"><TimeText at={at} /></span>
        {held.length === 0 ? null : <span className="badge" data-tone="wait">{t('history.inForce')}</span>}
        <ul className="rules-lines">
          {runsOf(decisions).map(({ of: { id, field, decided, written }, last }) => {
            const what = last === field ? words.field(field) : t('history.run', { first: words.field(field), last: isDay(last) ? words.day(last) : last })
            return (
            <li key={id}>
              {decided === null ? t('history.back', { field: what }) : t('history.line', { field: what, value: words.value(field, decided.value) })}
              {written === null ? null : <span className="dim"> ({t('history.was', { value: words.value(field, written.value) })})</span>}
            </li>
            )
          })}
        </ul>
        <p className={reason === null ? 'dim' : undefined}>{reason ?? t('history.noReason')}</p>
      </div>
      {held.length === 0 ? null : <Button size="compact-sm" loading={back.isPending || caps.isPending} aria-label={t('history.backOf', { what: words.place(place) })} onClick={goBack}>{t('place.back')}</Button>}
    </li>
  )
}

/** Every decision with its reason and its date; nothing is ever taken out. */
export const HistorySection = ({ view }: { readonly view: RulesView }) => {
  const t = useWords('rules')
  const [all, setAll] = useState(false)
  const groups = groupsOf(view.history)
  const inForce = new Set(view.inForce.map(({ id }) => id))
  return (
    <section className="panel" aria-labelledby="rules-history">
      <Title order={2} id="rules-history">{t('history.title')}</Title>
      {groups.length === 0 ? <p className="dim">{t('history.none')}</p> : (
        <ul className="rules-list">{(all ? groups : groups.slice(0, SHOWN)).map((decisions) => <Group key={decisions[0]?.id} decisions={decisions} inForce={inForce} />)}</ul>
      )}
      {all || groups.length <= SHOWN ? null : <Button size="compact-sm" onClick={() => { setAll(true) }}>{t('history.more', { count: groups.length })}</Button>}
    </section>
  )
}
