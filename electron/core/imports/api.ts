import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Context } from '../context.ts'

/** Not built yet. */
export const importsHandlers = (_context: Context): HandlersOf<'imports'> => ({}) as never
