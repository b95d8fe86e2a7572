import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Context } from '../context.ts'

/** Not built yet. */
export const contactsHandlers = (_context: Context): HandlersOf<'contacts' | 'lists'> => ({}) as never
