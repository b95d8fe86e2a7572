import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { Button, Checkbox, Stack, Textarea, TextInput } from '@mantine/core'
import type { CollectKept } from '../../../../shared/contract/collect.ts'
import type { Purpose } from '../../../../shared/contract/common.ts'
import type { Problem } from '../../../../shared/result.ts'
import { useAction, useCall } from '../../../api.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/i18n.ts'
import { NextButton } from '../../../ui/next-button.tsx'
import { ProblemAlert } from '../../../ui/problem-alert.tsx'
import { dayOf, momentOf } from '../../../ui/day.ts'
import { usePaperStore, type Listed } from './use-paper-store.ts'

const PURPOSES = ['marketing', 'service'] as const satisfies readonly Purpose[]

const Written = ({ onUndo }: { readonly onUndo: (entry: Listed) => void }) => {
  const t = useWords('collect')
  const u = useWords('ui')
  const format = useFormat()
  const listed = usePaperStore(({ listed: all }) => all)
  const left = listed.filter(({ undone }) => !undone).length
  if (listed.length === 0) return <p className="dim">{t('paper.nothing')}</p>
  return (
    <section aria-label={t('paper.list')}>
      <h3>{t('paper.count', { count: left })}</h3>
      <ul className="paper-list">
        {listed.slice(0, 300).map((entry) => {
          const who = entry.name || format.phone(entry.number)
          return (
            <li key={entry.key} data-undone={entry.undone || undefined}>
              <span><strong>{who}</strong> <span className="dim">{entry.added ? t('paper.added') : t('paper.existing')}</span></span>
              <span>{entry.name === '' ? '' : format.phone(entry.number)} <span className="dim">{format.date(entry.signedAt)}</span></span>
              <span>{entry.outcomes.map(({ purpose, outcome }) => t(`paper.outcome.${outcome}`, { purpose: u(`purpose.${purpose}`) })).join(' · ')}</span>
              {entry.undone ? <span>{t('paper.undone')}</span> : entry.undoId === '' ? <span /> : <Button variant="subtle" size="compact-sm" aria-label={t('paper.undoOf', { who })} onClick={() => { onUndo(entry) }}>{t('paper.undo')}</Button>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const Entry = ({ kept, suggested }: { readonly kept: CollectKept['paper']; readonly suggested: Readonly<Record<Purpose, string>> }) => {
  const t = useWords('collect')
  const u = useWords('ui')
  const format = useFormat()
  const { add: list, takeBack } = usePaperStore.getState()
  const [offers, setOffers] = useState<readonly Purpose[]>(kept?.purposes ?? ['marketing'])
  const [words, setWords] = useState<Readonly<Record<Purpose, string>>>({ marketing: kept?.words.marketing || suggested.marketing, service: kept?.words.service || suggested.service })
  const [where, setWhere] = useState(kept?.kept ?? '')
  const [number, setNumber] = useState('')
  const [firstName, setFirstName] = useState('')
  const [lastName, setLastName] = useState('')
  const [day, setDay] = useState(dayOf(new Date()))
  const [ticked, setTicked] = useState<readonly Purpose[]>(kept?.purposes ?? ['marketing'])
  const [problem, setProblem] = useState<Pick<Problem, 'message' | 'fix' | 'field'> | null>(null)
  const [said, setSaid] = useState('')
  const [setting, setSetting] = useState(kept === null)
  const numberField = useRef<HTMLInputElement>(null)
  const sending = useRef(false)
  const boxes = PURPOSES.filter((purpose) => offers.includes(purpose))
  const agreed = boxes.filter((purpose) => ticked.includes(purpose))
  const whoOf = (entry: { readonly name: string; readonly number: string }) => entry.name || format.phone(entry.number)
  const add = useAction('collect.addPaper', {
    onDone: (entry, input) => {
      sending.current = false
      setSetting(false)
      list(entry, input.signedAt)
      setNumber(''); setFirstName(''); setLastName('')
      setSaid(t('paper.saved', { who: whoOf(entry) }))
      numberField.current?.focus()
    },
    onProblem: (found) => {
      sending.current = false
      setProblem(found)
      numberField.current?.select()
      numberField.current?.focus()
      return true
    },
  })
  const undo = useAction('collect.undoPaper', { onDone: (_value, { undoId }) => {
    takeBack(undoId)
    const entry = usePaperStore.getState().listed.find((one) => one.undoId === undoId)
    if (entry !== undefined) setSaid(t('paper.tookBack', { who: whoOf(entry) }))
    numberField.current?.focus()
  } })
  const undoLast = () => {
    const last = usePaperStore.getState().listed.find((one) => !one.undone && one.undoId !== '')
    if (last !== undefined && !undo.isPending) undo.mutate({ undoId: last.undoId })
  }
  const latest = useRef(undoLast)
  useEffect(() => { latest.current = undoLast })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== 'z') return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', press)
    return () => { window.removeEventListener('keydown', press) }
  }, [])
  useEffect(() => { numberField.current?.focus() }, [])
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (sending.current) return
    setSaid('')
    const signedAt = momentOf(day)
    if (signedAt === null) { setProblem({ field: 'signedAt', message: t('paper.needsDay') }); return }
    if (agreed.length === 0) { setProblem({ field: 'agreed', message: t('paper.needsBox') }); return }
    if (agreed.some((purpose) => words[purpose].trim() === '')) { setProblem({ field: 'words', message: t('paper.needsWords') }); return }
    setProblem(null)
    sending.current = true
    add.mutate({ number, firstName: firstName.trim(), lastName: lastName.trim(), signedAt, agreed: agreed.map((purpose) => ({ purpose, disclosure: words[purpose].trim() })), kept: where.trim() })
  }
  const wrong = (field: string) => (problem?.field === field ? [problem.message, problem.fix].filter(Boolean).join(' ') : undefined)
  const typing = (set: (value: string) => void) => (event: { currentTarget: { value: string } }) => { setProblem(null); set(event.currentTarget.value) }
  const toggle = (list_: readonly Purpose[], purpose: Purpose, on: boolean) => PURPOSES.filter((one) => (one === purpose ? on : list_.includes(one)))
  return (
    <Stack gap="lg">
      <details className="panel" open={setting} onToggle={(event) => { setSetting(event.currentTarget.open) }}>
        <summary><strong>{t('paper.form')}</strong></summary>
        <Stack gap="md" mt="md" style={{ maxWidth: 640 }}>
          <fieldset className="collect-fieldset">
            <legend>{t('paper.offers')}</legend>
            <Stack gap="xs">{PURPOSES.map((purpose) => <Checkbox key={purpose} label={u(`purpose.${purpose}`)} checked={offers.includes(purpose)} onChange={(event) => { const on = event.currentTarget.checked; setOffers(toggle(offers, purpose, on)); setTicked(toggle(ticked, purpose, on)) }} />)}</Stack>
          </fieldset>
          {boxes.map((purpose) => <Textarea key={purpose} label={`${t('paper.wording')} (${u(`purpose.${purpose}`)})`} autosize minRows={2} maxRows={8} maxLength={2000} value={words[purpose]} onChange={(event) => { setProblem(null); setWords({ ...words, [purpose]: event.currentTarget.value }) }} />)}
          <TextInput label={t('paper.kept')} description={t('paper.keptHelp')} placeholder={t('paper.keptExample')} maxLength={400} value={where} onChange={typing(setWhere)} />
        </Stack>
      </details>
      <form className="panel" noValidate onSubmit={submit} aria-label={t('paper.entry')} autoComplete="off">
        <div className="paper-line">
          <TextInput ref={numberField} type="tel" label={t('paper.number')} value={number} maxLength={40} autoComplete="off" error={wrong('number')} onChange={typing(setNumber)} />
          <TextInput label={t('paper.firstName')} value={firstName} maxLength={60} autoComplete="off" onChange={typing(setFirstName)} />
          <TextInput label={t('paper.lastName')} value={lastName} maxLength={60} autoComplete="off" onChange={typing(setLastName)} />
          <TextInput type="date" label={t('paper.signed')} value={day} max={dayOf(new Date())} error={wrong('signedAt')} onChange={typing(setDay)} />
          <NextButton type="submit" mt={23}>{t('paper.add')}</NextButton>
        </div>
        <div className="paper-line-foot">
          <strong>{t('paper.ticked')}</strong>
          {boxes.map((purpose) => <Checkbox key={purpose} label={u(`purpose.${purpose}`)} checked={ticked.includes(purpose)} onChange={(event) => { setProblem(null); setTicked(toggle(ticked, purpose, event.currentTarget.checked)) }} />)}
          <span className="dim" style={{ fontSize: 13 }}>{t('paper.keys')}</span>
        </div>
        <p className="visually-hidden" role="status">{said}</p>
        {problem !== null && problem.field !== 'number' && problem.field !== 'signedAt' ? <ProblemAlert problem={problem} /> : null}
      </form>
      <Written onUndo={({ undoId }) => { undo.mutate({ undoId }) }} />
    </Stack>
  )
}

/** Paper forms, one after the other, by keyboard alone. */
export const PaperWay = () => {
  const t = useWords('collect')
  // What is kept changes with every form; the entry begins with what was there when it opened.
  const [begun] = useState(() => ({ at: Date.now() }))
  const { data: kept } = useCall('collect.kept', {})
  const { data: disclosures } = useCall('consent.disclosures', {})
  return (
    <>
      <p className="collect-lead">{t('paper.lead')}</p>
      {kept === undefined || disclosures === undefined ? null : <Entry key={begun.at} kept={kept.paper} suggested={disclosures.suggested} />}
    </>
  )
}
