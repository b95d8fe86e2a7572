import { expect, test } from 'vitest'
import { expectedOf, tortureInbound } from '../../torture/inbound.ts'

// The long run is `npm run torture -- --inbound --kills 20`: 1,000 messages.
test('200 messages across five kills: each handled exactly once', { timeout: 240_000 }, async () => {
  expect(await tortureInbound({ kills: 5, messages: 200, seed: 3 })).toEqual({ kills: 5, ...expectedOf(200) })
})
