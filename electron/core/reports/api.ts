import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Context } from '../context.ts'

/** Not built yet. */
export const reportsHandlers = (_context: Context): HandlersOf<'messages' | 'today'> => ({}) as never
