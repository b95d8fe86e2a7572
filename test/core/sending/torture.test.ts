import { expect, test } from 'vitest'
import { torture } from '../../torture/torture.ts'

// The long run is `npm run torture -- --kills 200`.
test('ten kills among 700 messages: nothing lost, nothing doubled', { timeout: 240_000 }, async () => {
  const result = await torture({ kills: 10, messages: 700, seed: 7, say: () => undefined })
  expect(result).toMatchObject({ messages: 700, lost: 0, duplicated: 0, unknown_left: 0 })
  expect(result.kills).toBeGreaterThanOrEqual(5)
})
