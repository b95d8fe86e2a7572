import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eraseFromBook, whomOf } from '../../../electron/core/care/erase.ts'
import { endImplied, endingNumbers } from '../../../electron/core/consent/ending.ts'
import { firstTamperedEvent } from '../../../electron/core/consent/events.ts'
import { otherNumbers } from '../../../electron/core/consent/joined.ts'
import { optIn, optOut, recordConsent, recordManyFromImport } from '../../../electron/core/consent/record.ts'
import { mayText, rebuildConsent, stateOf } from '../../../electron/core/consent/state.ts'
import { beginBulk, bulkStep, chooseForBulk, detailOf, endBulk, undoStep } from '../../../electron/core/contacts/bulk.ts'
import { findChange } from '../../../electron/core/contacts/changes.ts'
import { mergePeople, undoMerge } from '../../../electron/core/contacts/merge.ts'
import { addContact, saveContact } from '../../../electron/core/contacts/write.ts'
import { TEST_NOW, testContext } from '../../support/context.ts'

/** Five numbers of people in fiction, one of them in Canada. */
const numbers = ['+12025550101', '+12025550102', '+12025550103', '+12025550104', '+14165550105'] as const
const who = fc.nat(numbers.length - 1)

const step = fc.oneof(
  fc.record({ do: fc.constant('add' as const), who }),
  fc.record({ do: fc.constant('import' as const), who }),
  fc.record({ do: fc.constant('stop' as const), who }),
  fc.record({ do: fc.constant('start' as const), who }),
  // How many days ago it is said to have been: a paper found in a drawer.
  fc.record({ do: fc.constant('paper' as const), who, ago: fc.nat(30) }),
  // A sale, as long ago as implied consent in Canada holds and longer.
  fc.record({ do: fc.constant('sale' as const), who, ago: fc.nat(800) }),
  fc.record({ do: fc.constant('sweep' as const) }),
  fc.record({ do: fc.constant('merge' as const), who, other: who }),
  fc.record({ do: fc.constant('undo' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('remove' as const), who }),
  fc.record({ do: fc.constant('tag' as const), who }),
  fc.record({ do: fc.constant('renumber' as const), who, other: who }),
  fc.record({ do: fc.constant('erase' as const), who }),
  fc.record({ do: fc.constant('rebuild' as const) }),
)

/** What the people themselves said, kept by the test: whether the last word on each number was no, and since when. */
type Words = { no: boolean; at: number; agreed: boolean }

describe('whatever is done to people', () => {
  it('nobody whose last word was no is texted offers, and no agreement crosses from one number to another', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
        const book = testContext()
        const { db } = book
        try {
          let now = TEST_NOW
          const words: Words[] = numbers.map(() => ({ no: false, at: 0, agreed: false }))
          const changes: number[] = []
          const idOf = (number: string) => db.prepare('SELECT id FROM contacts WHERE number = ?').pluck().get(number) as number | undefined
          const bulk = (id: number, edit: Parameters<typeof detailOf>[1]) => {
            const change = beginBulk(db, detailOf(db, edit)!, now)
            chooseForBulk(db, { ids: [id] })
            while (bulkStep(db, change) > 0);
            endBulk(db, change.id, 'done')
            changes.push(change.id)
          }
          for (const one of steps) {
            now += 86_400_000
            const number = 'who' in one ? numbers[one.who]! : ''
            const said = 'who' in one ? words[one.who]! : null
            const id = idOf(number)
            switch (one.do) {
              case 'add':
                addContact(db, { number }, { now, country: 'US' })
                break
              case 'import':
                addContact(db, { number }, { now, country: 'US' })
                recordManyFromImport(db, [number], ['marketing', 'service'], { method: 'paper', occurredAt: now, zone: 'UTC', recordedAt: now, disclosure: 'Offers.', source: 'list.csv', importId: 1 })
                if (!said!.no) said!.agreed = true
                break
              case 'stop':
                optOut(db, { number, method: 'reply', source: 'reply: STOP', at: now, zone: 'UTC' })
                Object.assign(said!, { no: true, at: now })
                break
              case 'start':
                if (stateOf(db, number, 'marketing') !== 'opted-out') break
                optIn(db, { number, method: 'reply', source: 'reply: START', at: now, zone: 'UTC', purposes: ['marketing'] })
                Object.assign(said!, { no: false, at: now, agreed: true })
                break
              case 'paper': {
                const at = now - one.ago * 86_400_000
                recordConsent(db, { number, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: at, zone: 'UTC', recordedAt: now, disclosure: 'Offers.', source: 'drawer', importId: null })
                if (!said!.no || at > said!.at) Object.assign(said!, { no: false, agreed: true, at: said!.no ? at : said!.at })
                break
              }
              case 'sale':
                recordConsent(db, { number, purpose: 'marketing', state: 'opted-in', method: 'purchase', occurredAt: now - one.ago * 86_400_000, zone: 'UTC', recordedAt: now, disclosure: null, source: 'till', importId: null })
                if (!said!.no) said!.agreed = true
                break
              case 'sweep':
                for (const over of endingNumbers(db, -Infinity, now)) endImplied(db, over, 'UTC', now)
                break
              case 'merge': {
                const other = idOf(numbers[one.other]!)
                if (id === undefined || other === undefined || id === other) break
                changes.push(mergePeople(db, { keep: id, drop: [other], fields: {} }, now)!.changeId)
                break
              }
              case 'undo': {
                const change = changes.length === 0 ? null : findChange(db, changes[one.which % changes.length]!)
                if (change?.state !== 'done') break
                if (change.detail.kind === 'merge') db.transaction(() => { undoMerge(db, change, now) })()
                else {
                  while (undoStep(db, change, now) > 0);
                  endBulk(db, change.id, 'undone')
                }
                break
              }
              case 'remove':
                if (id !== undefined) bulk(id, { kind: 'remove' })
                break
              case 'tag':
                if (id !== undefined) bulk(id, { kind: 'tags', add: ['regular'], remove: [] })
                break
              case 'renumber':
                if (id !== undefined) saveContact(db, id, { number: numbers[one.other]! }, { now, country: 'US' })
                break
              case 'erase': {
                const whom = whomOf(db, [number])
                eraseFromBook(db, whom, now)
                for (const gone of whom.numbers) Object.assign(words[numbers.indexOf(gone as (typeof numbers)[number])]!, { no: true, at: now, agreed: false })
                expect(db.prepare('SELECT count(*) FROM consent_events WHERE number IN (SELECT value FROM json_each(?))').pluck().get(JSON.stringify(whom.numbers))).toBe(0)
                break
              }
              case 'rebuild': {
                const before = db.prepare('SELECT * FROM consent ORDER BY 1, 2').all()
                rebuildConsent(db)
                expect(db.prepare('SELECT * FROM consent ORDER BY 1, 2').all()).toEqual(before)
                break
              }
            }
            for (const [index, each] of numbers.entries()) {
              const texts = mayText(db, each, 'marketing', now) === 'yes'
              if (texts) expect({ each, ...words[index] }).toMatchObject({ no: false, agreed: true })
              // The person's word on another of their numbers, unless they said yes here after it.
              if (idOf(each) !== undefined)
                for (const other of otherNumbers(db, each)) {
                  const there = words[numbers.indexOf(other as (typeof numbers)[number])]!
                  if (texts && there.no) expect({ each, other, here: words[index]!.at > there.at }).toMatchObject({ here: true })
                }
            }
          }
          expect(firstTamperedEvent(db)).toBeNull()
          expect(db.pragma('foreign_key_check')).toEqual([])
        } finally {
          book.close()
        }
      }),
      { numRuns: 60 },
    )
  })
})
