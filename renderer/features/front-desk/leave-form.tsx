import { useEffect, useState } from 'react'
import type { Problem } from '../../../shared/result.ts'
import { useAction } from '../../api.ts'
import type { DeskWords } from './front-desk-screen.tsx'

/** Nobody is kept before a question they cannot answer. */
const GIVEN_UP_MS = 20_000

/** The word staff leave with. */
export const LeaveForm = ({ t, onLeft, onStay }: { readonly t: DeskWords; readonly onLeft: () => void; readonly onStay: () => void }) => {
  const [word, setWord] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const leave = useAction('collect.leaveFrontDesk', { onDone: onLeft, onProblem: (found) => { setProblem(found); setWord(''); return true } })
  useEffect(() => {
    const timer = window.setTimeout(onStay, GIVEN_UP_MS)
    return () => { window.clearTimeout(timer) }
  }, [word, onStay])
  return (
    <form className="fd-form" autoComplete="off" onSubmit={(event) => { event.preventDefault(); leave.mutate({ word }) }}>
      <label className="fd-field">
        <span>{t('desk.leaveWord')}</span>
        {/* Whoever held the key has asked for this field. */}
        <input type="password" autoComplete="new-password" autoFocus maxLength={80} value={word} onChange={(event) => { setWord(event.currentTarget.value); setProblem(null) }} />
      </label>
      {problem === null ? null : <p className="fd-wrong" role="alert"><span>{problem.message} {problem.fix}</span></p>}
      <div className="fd-actions">
        <button type="submit" className="fd-next">{t('desk.leave')}</button>
        <button type="button" className="fd-quiet" onClick={onStay}>{t('desk.stay')}</button>
      </div>
    </form>
  )
}
