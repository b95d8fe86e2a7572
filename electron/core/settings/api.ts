import type { HandlersOf } from '../../../shared/contract/index.ts'

/** Not built yet. */
export const settingsHandlers = (): HandlersOf<'settings' | 'account'> => ({}) as never
