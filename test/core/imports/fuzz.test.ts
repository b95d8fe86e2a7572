import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import fc from 'fast-check'
import { fuzzFile } from '../../fuzz/files.ts'
import { isIn, tryFile } from '../../fuzz/try-file.ts'
import { testContext } from '../../support/context.ts'

const ctx = testContext()
afterAll(() => ctx.close())

// The long run, bombs and ten thousand columns included: npm run fuzz.
it('no file crashes the reading, and no number is taken that is not in its row', async () => {
  let files = 0
  await fc.assert(
    fc.asyncProperty(fuzzFile(false), fc.constantFrom('US', 'FR'), async ({ name, bytes }, country) => {
      const path = join(ctx.folder, name)
      writeFileSync(path, bytes)
      files += (await tryFile(ctx.db, path, country)).outcome === 'read' ? 1 : 0
    }),
    { numRuns: 150, endOnFailure: true },
  )
  expect(files).toBeGreaterThan(30)
})

it('knows a wrong number when it sees one', () => {
  expect(isIn('+12025550143', ['(202) 555-0143'], 'US')).toBe(true)
  expect(isIn('+12025550143', ['1.2025550143E+10'], 'US')).toBe(true)
  expect(isIn('+12025550144', ['(202) 555-0143', ''], 'US')).toBe(false)
  expect(isIn('+12025550143', ['120255501434'], 'US')).toBe(false)
})
