import type { ReactNode } from 'react'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { Problem } from '../../shared/result.ts'
import './ui.css'

/** What happened and what to do next, where it happened. */
export const ProblemAlert = ({ problem, action }: { readonly problem: Pick<Problem, 'message' | 'fix'>; readonly action?: ReactNode }) => (
  <div className="problem" role="alert">
    <IconAlertTriangle size={18} aria-hidden />
    <div>
      <p><strong>{problem.message}</strong></p>
      {problem.fix === undefined ? null : <p>{problem.fix}</p>}
      {action}
    </div>
  </div>
)

/** Something to know that is not wrong. */
export const Note = ({ children }: { readonly children: ReactNode }) => (
  <div className="note">
    <IconInfoCircle size={18} aria-hidden />
    <div>{children}</div>
  </div>
)
