import type { Language } from '../../../shared/contract/common.ts'
import type { StartState } from '../../../shared/contract/settings.ts'
import { problem } from '../../../shared/messages/problems.ts'
import { listBackups } from '../database/backups.ts'
import type { Failure } from '../database/failures.ts'

/** Why there is no open book. */
export type Closed =
  | { readonly kind: 'newer' }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'not-started' }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly cause: string }

const causes = {
  'in-use': { en: 'another Deskbell on this computer is using it', fr: 'un autre Deskbell l’utilise sur cet ordinateur' },
  'not-started': { en: 'Deskbell is not running', fr: 'Deskbell n’est pas démarré' },
  denied: { en: 'its folder cannot be read or written', fr: 'son dossier ne peut être ni lu ni modifié' },
  busy: { en: 'another program is using it', fr: 'un autre programme l’utilise' },
} as const

type ProblemKind = Extract<StartState, { state: 'problem' }>['problem']

/** What the window shows instead of everything else, in the owner's language. Backups are offered where they help. */
export const startProblem = (closed: Closed, language: Language, bookFolder: string): StartState => {
  const state = (kind: ProblemKind, code: 'newer-database' | 'corrupt-database' | 'cannot-open' | 'disk-full', cause = ''): StartState => {
    const { message, fix } = problem(code, language, { cause }).error
    return { state: 'problem', problem: kind, message, fix: fix ?? '', backups: kind === 'corrupt-database' ? listBackups(bookFolder) : [] }
  }
  switch (closed.kind) {
    case 'newer':
      return state('newer-database', 'newer-database')
    case 'in-use':
    case 'not-started':
      return state('cannot-open', 'cannot-open', causes[closed.kind][language])
    case 'failed':
      switch (closed.failure) {
        case 'corrupt':
          return state('corrupt-database', 'corrupt-database')
        case 'full':
          return state('no-space', 'disk-full')
        case 'denied':
        case 'busy':
          return state('cannot-open', 'cannot-open', causes[closed.failure][language])
        case 'other':
          return state('cannot-open', 'cannot-open', closed.cause)
      }
  }
}
