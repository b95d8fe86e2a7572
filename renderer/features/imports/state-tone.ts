import type { ImportState } from '../../../shared/contract/imports.ts'
import type { Tone } from '../../ui/badge.tsx'

/** How an import's state looks, the same wherever it is named. */
export const stateTone = { running: 'wait', done: 'good', canceled: 'neutral', failed: 'alarm', undoing: 'wait', undone: 'neutral' } as const satisfies Record<ImportState, Tone>
