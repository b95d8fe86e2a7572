import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { FrontDesk } from '../../../shared/contract/collect.ts'
import type { Language, Purpose } from '../../../shared/contract/common.ts'
import type { Problem } from '../../../shared/result.ts'
import { useAction } from '../../api.ts'
import type { DeskWords } from './front-desk-screen.tsx'

/** Somebody who walked away leaves nothing on the screen: after this long without a touch it is emptied, with a word before. */
const IDLE_MS = 60_000
const WARNED_MS = 15_000

export type Signed = 'recorded' | 'asked'
type Wrong = { readonly field: 'number' | 'agreed' | null; readonly message: string; readonly fix?: string | undefined }

/** Number, first name, boxes. Nothing is filled in, and nothing of anybody else is ever asked for or shown. */
export const SignUpForm = ({ desk, language, t, onSigned, onEmpty }: { readonly desk: FrontDesk; readonly language: Language; readonly t: DeskWords; readonly onSigned: (outcome: Signed) => void; readonly onEmpty: () => void }) => {
  const [number, setNumber] = useState('')
  const [firstName, setFirstName] = useState('')
  const [agreed, setAgreed] = useState<readonly Purpose[]>([])
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const [warned, setWarned] = useState(false)
  const numberField = useRef<HTMLInputElement>(null)
  const firstBox = useRef<HTMLInputElement>(null)
  const sending = useRef(false)
  const begun = number !== '' || firstName !== '' || agreed.length > 0
  const signUp = useAction('collect.signUp', {
    onDone: ({ outcome }) => { onSigned(outcome) },
    onProblem: (problem: Problem) => {
      sending.current = false
      setWrong({ field: problem.field === 'number' ? 'number' : null, message: problem.message, fix: problem.fix })
      if (problem.field === 'number') numberField.current?.focus()
      return true
    },
  })

  const touched = useRef(0)
  useEffect(() => {
    if (!begun) return
    let warning = 0
    let ending = 0
    const wait = () => {
      touched.current += 1
      window.clearTimeout(warning)
      window.clearTimeout(ending)
      setWarned(false)
      warning = window.setTimeout(() => { setWarned(true) }, IDLE_MS - WARNED_MS)
      ending = window.setTimeout(onEmpty, IDLE_MS)
    }
    wait()
    const signs = ['keydown', 'pointerdown', 'input'] as const
    for (const sign of signs) window.addEventListener(sign, wait)
    return () => {
      window.clearTimeout(warning)
      window.clearTimeout(ending)
      for (const sign of signs) window.removeEventListener(sign, wait)
    }
  }, [begun, onEmpty])

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    // Pressed twice is meant once.
    if (sending.current) return
    if (number.trim() === '') {
      setWrong({ field: 'number', message: t('desk.numberMissing') })
      numberField.current?.focus()
      return
    }
    if (agreed.length === 0) {
      setWrong({ field: 'agreed', message: t('desk.choose') })
      firstBox.current?.focus()
      return
    }
    sending.current = true
    setWrong(null)
    signUp.mutate({ language, number: number.trim(), firstName: firstName.trim(), agreed: desk.purposes.filter((one) => agreed.includes(one)).map((purpose) => ({ purpose, disclosure: desk.words[language][purpose] })) })
  }
  const alert = (field: Wrong['field'], id: string) => (wrong?.field === field ? <p className="fd-wrong" role="alert" id={id}><IconAlertTriangle size={20} aria-hidden /> <span>{wrong.message} {wrong.fix}</span></p> : null)
  return (
    <form className="fd-form" noValidate autoComplete="off" onSubmit={submit}>
      <p className="fd-lead">{t('desk.lead')}</p>
      <div className="fd-fields">
        <label className="fd-field">
          <span>{t('desk.number')}</span>
          <input ref={numberField} type="tel" inputMode="tel" autoComplete="off" maxLength={40} value={number} aria-invalid={wrong?.field === 'number'} aria-describedby={wrong?.field === 'number' ? 'fd-number-wrong' : undefined} onChange={(event) => { setNumber(event.currentTarget.value); setWrong(null) }} />
        </label>
        <label className="fd-field">
          <span>{t('desk.firstName')} <small>{t('desk.optional')}</small></span>
          <input type="text" autoComplete="off" autoCapitalize="words" spellCheck={false} maxLength={60} value={firstName} onChange={(event) => { setFirstName(event.currentTarget.value) }} />
        </label>
      </div>
      {alert('number', 'fd-number-wrong')}
      <div className="fd-boxes">
        {desk.purposes.map((purpose, index) => (
          <label key={purpose} className="fd-box" data-on={agreed.includes(purpose) || undefined}>
            <input ref={index === 0 ? firstBox : null} type="checkbox" checked={agreed.includes(purpose)} aria-describedby={`fd-words-${purpose}`} onChange={(event) => { setAgreed(event.currentTarget.checked ? [...agreed, purpose] : agreed.filter((one) => one !== purpose)); setWrong(null) }} />
            <span className="fd-tick" aria-hidden><IconCheck size={24} stroke={3} /></span>
            <span>
              <strong>{t(`desk.purpose.${purpose}`)}</strong>
              <span className="fd-words" id={`fd-words-${purpose}`}>{desk.words[language][purpose]}</span>
            </span>
          </label>
        ))}
      </div>
      {alert('agreed', 'fd-agreed-wrong')}
      {alert(null, 'fd-wrong')}
      <div className="fd-actions">
        <button type="submit" className="fd-next" aria-disabled={signUp.isPending || undefined}>{t('desk.submit')}</button>
        {begun ? <button type="button" className="fd-quiet" onClick={onEmpty}>{t('desk.empty')}</button> : null}
      </div>
      <p className="fd-still" role="status">{warned ? t('desk.still') : ''}</p>
    </form>
  )
}
