import fc from 'fast-check'
import { expect, test } from 'vitest'
import { act, playLastWord } from '../../support/last-word.ts'

/** More of them: `npm run fuzz -- --last-word 200`, or DESKBELL_LAST_WORD_RUNS. */
const RUNS = Number(process.env['DESKBELL_LAST_WORD_RUNS'] ?? 5)

test('no sequence of imports, words, edits, merges, undos, erasures, restarts and crashes lets an offer leave for whoever said no last', { timeout: 120_000 + RUNS * 60_000 }, async () => {
  let offers = 0
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 25 }), async (acts) => {
      const played = await playLastWord(acts)
      offers += played.offers
      expect(played.wrong).toEqual([])
    }),
    // The first one is given, so that in every run something leaves that could have been wrong.
    { numRuns: RUNS, endOnFailure: RUNS <= 10, examples: [[[{ do: 'import', who: [0, 1], says: 'everybody' }, { do: 'text', who: 1, words: 'please stop texting me' }, { do: 'send' }]]] },
  )
  // Or nothing was tried at all.
  expect(offers).toBeGreaterThan(0)
})

test('the watch sees what must not leave: somebody’s no is not forgotten by it', { timeout: 120_000 }, async () => {
  const { wrong, offers } = await playLastWord([
    { do: 'import', who: [0, 1, 2], says: 'everybody' }, { do: 'queue' }, { do: 'text', who: 0, words: 'ARRET' }, { do: 'record', who: 1, yes: false, method: 'spoken', daysAgo: 0 },
    { do: 'kill' }, { do: 'day-comes' }, { do: 'import', who: [0, 1], says: 'yes' }, { do: 'send' }, { do: 'text', who: 0, words: 'START' }, { do: 'erase', who: 2 }, { do: 'restart' },
    { do: 'import', who: [0, 1, 2], says: 'everybody' }, { do: 'send' },
  ])
  expect(wrong).toEqual([])
  // Person 2 before they were erased, twice; person 0 since START, and at the end.
  expect(offers).toBe(4)
})
