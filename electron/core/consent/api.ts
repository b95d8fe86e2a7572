import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Context } from '../context.ts'

/** Not built yet. */
export const consentHandlers = (_context: Context): HandlersOf<'consent'> => ({}) as never
