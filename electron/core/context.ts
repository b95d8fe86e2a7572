import type { CoreEvents, EventName } from '../../shared/contract/index.ts'
import type { Mode, Settings } from '../../shared/contract/settings.ts'
import type { Topic } from '../../shared/contract/common.ts'
import type { Err } from '../../shared/result.ts'
import type { ProblemCode, ProblemParams } from '../../shared/messages/problems.ts'
import type { Db } from './database/open.ts'
import type { Clock, Log, Random } from './environment.ts'
import type { Files } from './files/files.ts'

/** What every capability of an open book is given. One per book: practice and live never share one. */
export type Context = {
  readonly mode: Mode
  /** The book's main connection. Workers open their own on `databaseFile`. */
  readonly db: Db
  readonly databaseFile: string
  /** A better-sqlite3 binding in the place of the package's own; only in development. */
  readonly nativeBinding: string | undefined
  /** The book's folder. */
  readonly folder: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly files: Files
  /** As they are now; the owner may change them at any time. */
  settings(): Settings
  emit<E extends EventName>(event: E, data: CoreEvents[E]): void
  /** Tells every window which topics to ask for again. Gathered and sent at most ten times a second. */
  changed(...topics: readonly Topic[]): void
  /** Called when the book closes, before its database does: to end threads and timers. */
  onClose(run: () => void | Promise<void>): void
  /** A failure in the owner's language. */
  problem(code: ProblemCode, params?: ProblemParams, field?: string): Err
}
