import { useState } from 'react'
import { Button, Group } from '@mantine/core'
import type { RuleDecision, RulesView } from '../../../shared/contract/rules.ts'
import { EVERYWHERE, sameValue, writtenValue } from '../../../shared/rules/decisions.ts'
import { HOURS, ruleIdOf, ruleOf } from '../../../shared/rules/hours-data.ts'
import { useAction } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/i18n.ts'
import { notifyDone } from '../../ui/notify.tsx'
import { Note } from '../../ui/problem-alert.tsx'
import { fieldsOf, isRuleField } from './rule-fields.ts'
import { useRuleWords } from './rule-words.ts'
import { RuleEditor } from './rules-editor.tsx'

const Changed = ({ decision }: { readonly decision: RuleDecision }) => {
  const t = useWords('rules')
  const words = useRuleWords()
  const { place, field, written } = decision
  if (!isRuleField(field) || written === null) return null
  return <Note>{t('place.writtenChanged', { what: words.field(field), was: words.value(field, written.value), is: words.value(field, writtenValue(place, field)) })}</Note>
}

const Week = ({ place, view }: { readonly place: string; readonly view: RulesView }) => {
  const t = useWords('rules')
  const words = useRuleWords()
  const overrides = view.rules ?? undefined
  return (
    <table className="rules-week">
      <thead><tr><th scope="col">{t('place.day')}</th><th scope="col">{t('place.written')}</th><th scope="col">{t('place.inForce')}</th></tr></thead>
      <tbody>
        {fieldsOf(place).map((field) => {
          const [written, now] = [writtenValue(place, field), writtenValue(place, field, overrides)]
          return (
            <tr key={field} data-changed={sameValue(written, now) ? undefined : true}>
              <th scope="row">{words.field(field)}</th><td>{words.value(field, written)}</td><td>{words.value(field, now)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** One place: its week as written and as it is in force, its source, the decisions about it, and the way to another. */
export const PlaceRules = ({ place, view }: { readonly place: string; readonly view: RulesView }) => {
  const t = useWords('rules')
  const words = useRuleWords()
  const format = useFormat()
  const [editing, setEditing] = useState(false)
  const back = useAction('rules.decide', { onDone: () => { notifyDone(t('edit.wentBack')) } })
  const decided = view.inForce.filter((one) => one.place === place)
  if (editing) return <RuleEditor place={place} view={view} onClose={() => { setEditing(false) }} />
  const everywhere = place === EVERYWHERE
  const country = !everywhere && ruleIdOf(place) === place && Object.keys(HOURS.places).some((id) => id.startsWith(`${place}-`))
  // One reason for what was decided in one go.
  const reasons = [...new Map(decided.map((one) => [`${String(one.at)} ${one.reason ?? ''}`, one])).values()]
  return (
    <div className="rules-place">
      {everywhere ? <p>{t('place.service')}</p> : null}
      <Week place={place} view={view} />
      {country ? <p className="dim">{t('places.parts')}</p> : null}
      {decided.filter(({ writtenChanged }) => writtenChanged).map((one) => <Changed key={one.id} decision={one} />)}
      {reasons.map((one) => <p key={one.id}>{t('place.since', { date: format.date(one.at), reason: one.reason ?? t('history.noReason') })}</p>)}
      <div>
        <strong className="rules-small">{t('place.source')}</strong>
        <p className="dim">{everywhere ? t('place.serviceSource') : words.source(place)} {t('place.compared', { date: format.date(Date.parse(`${everywhere ? HOURS.asOf : ruleOf(place).asOf}T12:00:00`)) })}.</p>
      </div>
      <Group>
        <Button onClick={() => { setEditing(true) }}>{t('place.change')}</Button>
        {decided.length === 0 ? null : (
          <Button variant="default" loading={back.isPending} onClick={() => { back.mutate({ place, reason: '', changes: decided.flatMap(({ field }) => (isRuleField(field) ? [{ field, back: true as const }] : [])) }) }}>{t('place.back')}</Button>
        )}
      </Group>
    </div>
  )
}
