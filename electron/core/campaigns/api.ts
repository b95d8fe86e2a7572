import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Context } from '../context.ts'

/** Not built yet. */
export const campaignsHandlers = (_context: Context): HandlersOf<'campaigns'> => ({}) as never
