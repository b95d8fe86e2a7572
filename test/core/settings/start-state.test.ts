import { describe, expect, it } from 'vitest'
import { startProblem, type Closed } from '../../../electron/core/settings/start-state.ts'
import { failureOf } from '../../../electron/core/database/failures.ts'

const failed = (code: string): Closed => ({ kind: 'failed', failure: failureOf({ code }), cause: 'something odd' })

describe('why there is no open book', () => {
  it.each<[string, Closed, string]>([
    ['a newer program wrote it', { kind: 'newer' }, 'newer-database'],
    ['another core has it', { kind: 'in-use' }, 'cannot-open'],
    ['it is damaged', failed('SQLITE_CORRUPT_VTAB'), 'corrupt-database'],
    ['it is no database', failed('SQLITE_NOTADB'), 'corrupt-database'],
    ['SQLite found the disk full', failed('SQLITE_FULL'), 'no-space'],
    ['the system found the disk full', failed('ENOSPC'), 'no-space'],
    ['the quota is used up', failed('EDQUOT'), 'no-space'],
    ['it may not be read', failed('EACCES'), 'cannot-open'],
    ['it is being used', failed('SQLITE_BUSY'), 'cannot-open'],
    ['nobody knows', failed('EIO'), 'cannot-open'],
  ])('%s: a sentence and what to do, in both languages', (_why, closed, problem) => {
    const [english, french] = (['en', 'fr'] as const).map((language) => startProblem(closed, language, '/nowhere'))
    for (const state of [english!, french!]) {
      expect(state).toMatchObject({ state: 'problem', problem })
      if (state.state === 'problem') {
        expect(state.message.length).toBeGreaterThan(20)
        expect(state.fix.length).toBeGreaterThan(10)
        expect(state.message).not.toMatch(/[{}]/)
      }
    }
    expect(english).not.toEqual(french)
  })
})
