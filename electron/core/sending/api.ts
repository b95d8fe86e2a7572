import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Context } from '../context.ts'
import type { Line } from './line.ts'

export type Sending = {
  readonly handlers: HandlersOf<'queue'>
  /** Puts right what a crash left, then starts sending and asking for statuses. */
  start(): void
  /** Stops claiming; resolves when no request is under way. */
  stop(): Promise<void>
  /** Something happened worth another look: network back, computer awake, account changed, messages queued. */
  wake(): void
  /** Messages on their way out now: for the warning when quitting. */
  busy(): number
}

/** Not built yet. */
export const createSending = (_context: Context, _line: Line): Sending => ({ handlers: {} as never, start() {}, stop: () => Promise.resolve(), wake() {}, busy: () => 0 })
