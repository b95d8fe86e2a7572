import { useState, type SyntheticEvent } from 'react'
import { Button, Checkbox, Group, NativeSelect, NumberInput, Textarea } from '@mantine/core'
import type { RulesView } from '../../../shared/contract/rules.ts'
import { DAY_FIELDS, EVERYWHERE, isDay, isWider, sameValue, writtenValue, type DayField, type RuleField, type RuleValue } from '../../../shared/rules/decisions.ts'
import type { Window } from '../../../shared/rules/hours-data.ts'
import { useAction } from '../../api.ts'
import { useWords } from '../../i18n/i18n.ts'
import { NextButton } from '../../ui/next-button.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { fieldsOf, startWindow, WEEK } from './rule-fields.ts'
import { useRuleWords } from './rule-words.ts'

type Values = ReadonlyMap<RuleField, RuleValue>

const HALF_HOURS = Array.from({ length: 49 }, (_, index) => index * 30)

const Time = ({ label, value, onChange }: { readonly label: string; readonly value: number; readonly onChange: (minutes: number) => void }) => {
  const words = useRuleWords()
  const times = HALF_HOURS.includes(value) ? HALF_HOURS : [...HALF_HOURS, value].sort((one, other) => one - other)
  return (
    <NativeSelect
      aria-label={label}
      value={String(value)}
      onChange={(event) => { onChange(Number(event.currentTarget.value)) }}
      data={times.map((minutes) => ({ value: String(minutes), label: words.time(minutes) }))}
    />
  )
}

const Hours = ({ label, window, onChange }: { readonly label: string; readonly window: Window; readonly onChange: (window: Window) => void }) => {
  const t = useWords('rules')
  return (
    <>
      <Time label={t('edit.fromOf', { day: label })} value={window[0]} onChange={(from) => { onChange([from, window[1]]) }} />
      <span className="dim">{t('edit.to')}</span>
      <Time label={t('edit.toOf', { day: label })} value={window[1]} onChange={(to) => { onChange([window[0], to]) }} />
    </>
  )
}

const Day = ({ field, values, set }: { readonly field: DayField; readonly values: Values; readonly set: (field: RuleField, value: RuleValue) => void }) => {
  const t = useWords('rules')
  const words = useRuleWords()
  const window = values.get(field) as Window | null
  const wrong = window !== null && window[0] >= window[1]
  return (
    <div className="rules-day">
      <Checkbox
        label={words.Day(field)}
        aria-label={t('edit.sendOn', { day: words.day(field) })}
        checked={window !== null}
        onChange={(event) => { set(field, event.currentTarget.checked ? startWindow(DAY_FIELDS.map((day) => values.get(day) as Window | null)) : null) }}
      />
      {window === null ? <span className="dim">{words.window(null)}</span> : <div className="rules-times"><Hours label={words.Day(field)} window={window} onChange={(next) => { set(field, next) }} /></div>}
      {wrong ? <p role="alert" className="rules-wrong">{t('edit.endsBefore')}</p> : null}
    </div>
  )
}

/** What is let out where the rule does not, and what that means. */
const Wider = ({ place, fields, values }: { readonly place: string; readonly fields: readonly RuleField[]; readonly values: Values }) => {
  const t = useWords('rules')
  const words = useRuleWords()
  return (
    <div className="problem" role="status">
      <div>
        <p><strong>{t(place === EVERYWHERE ? 'edit.widerService' : 'edit.wider')}</strong></p>
        <ul>{fields.map((field) => <li key={field}>{t('history.line', { field: words.field(field), value: words.value(field, values.get(field) ?? null) })} ({t('edit.ruleIs', { value: words.value(field, writtenValue(place, field)) })})</li>)}</ul>
        {place === EVERYWHERE ? null : <p>{t('edit.widerRisk')}</p>}
      </div>
    </div>
  )
}

/** Another rule for a place, with the reason. */
export const RuleEditor = ({ place, view, onClose }: { readonly place: string; readonly view: RulesView; readonly onClose: () => void }) => {
  const t = useWords('rules')
  const u = useWords('ui')
  const words = useRuleWords()
  const fields = fieldsOf(place)
  const inForce = (field: RuleField) => writtenValue(place, field, view.rules ?? undefined)
  const [values, setValues] = useState<Values>(() => new Map(fields.map((field) => [field, inForce(field)])))
  const [reason, setReason] = useState('')
  const [checked, setChecked] = useState(false)
  const save = useAction('rules.decide', { onDone: () => { notifyDone(t('edit.saved')); onClose() } })
  const set = (field: RuleField, value: RuleValue) => { setValues(new Map(values).set(field, value)) }
  const value = (field: RuleField): RuleValue => values.get(field) ?? null
  const changed = fields.filter((field) => !sameValue(value(field), inForce(field)))
  const wider = fields.filter((field) => isWider(field, writtenValue(place, field), value(field)))
  const cap = values.get('cap24')
  const capFits = cap === undefined || cap === null || (Number.isInteger(cap) && (cap as number) >= 1 && (cap as number) <= 50)
  const windowsFit = fields.every((field) => !(isDay(field) || field === 'service') || value(field) === null || (value(field) as Window)[0] < (value(field) as Window)[1])
  const needsReason = changed.some((field) => !sameValue(value(field), writtenValue(place, field)))
  const reasonMissing = checked && needsReason && reason.trim() === ''
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setChecked(true)
    if (changed.length === 0 || !capFits || !windowsFit || (needsReason && reason.trim() === '')) return
    save.mutate({
      place,
      reason: reason.trim(),
      changes: changed.map((field) => {
        const next = value(field)
        return sameValue(next, writtenValue(place, field)) ? { field, back: true as const } : { field, value: Array.isArray(next) ? [next[0] as number, next[1] as number] : (next as boolean | number | null) }
      }),
    })
  }
  return (
    <form noValidate className="rules-place" onSubmit={submit}>
      {fields.includes('service') ? (
        <div className="rules-day">
          <div className="rules-times"><Hours label={words.field('service')} window={value('service') as Window} onChange={(next) => { set('service', next) }} /></div>
          {windowsFit ? null : <p role="alert" className="rules-wrong">{t('edit.endsBefore')}</p>}
        </div>
      ) : (
        <>
          <div className="rules-days">{WEEK.map((field) => <Day key={field} field={field} values={values} set={set} />)}</div>
          <div><Button size="compact-sm" onClick={() => { setValues(new Map([...values, ...DAY_FIELDS.map((field): [RuleField, RuleValue] => [field, value('monday')])])) }}>{t('edit.sameAll')}</Button></div>
        </>
      )}
      {fields.includes('holidays') ? <Checkbox label={t('edit.holidays')} checked={value('holidays') === true} onChange={(event) => { set('holidays', event.currentTarget.checked) }} /> : null}
      {fields.includes('cap24') ? (
        <NumberInput
          label={t('edit.cap')}
          description={t('edit.capHelp')}
          clampBehavior="none"
          allowDecimal={false}
          value={cap === null ? '' : (cap as number)}
          onChange={(next) => { set('cap24', next === '' ? null : Number(next)) }}
          error={capFits ? undefined : t('edit.capWrong')}
        />
      ) : null}
      {wider.length === 0 ? null : <Wider place={place} fields={wider} values={values} />}
      <Textarea
        label={t('edit.reason')}
        description={t('edit.reasonHelp')}
        placeholder={t('edit.reasonExample')}
        required={needsReason}
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => { setReason(event.currentTarget.value) }}
        error={reasonMissing ? t('edit.reasonMissing') : undefined}
      />
      {checked && changed.length === 0 ? <p role="status" className="dim">{t('edit.nothing')}</p> : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>{u('cancel')}</Button>
        <NextButton type="submit" loading={save.isPending}>{t('edit.save')}</NextButton>
      </Group>
    </form>
  )
}
