import { expect, test } from 'vitest'
import { createSending } from '../../../electron/core/sending/api.ts'
import { decisionHistory } from '../../../electron/core/sending/decisions.ts'
import { caller, testContext } from '../../support/context.ts'

test('in live mode a cap looser than a new book’s wants a reason; back towards it wants none', async () => {
  const book = testContext({ mode: 'live' })
  const context = { ...book, mode: 'live' as const }
  const call = caller(createSending(context, { provider: () => null }).handlers)
  const save = (change: { perDay?: number | null; perWeek?: number | null; reason?: string }) => call('queue.saveRules', change)
  try {
    for (const change of [{ perDay: 2 }, { perDay: null }, { perWeek: 5 }, { perWeek: 3, perDay: 2, reason: '' }])
      expect(await save(change)).toMatchObject({ ok: false, error: { code: 'rules-no-reason' } })
    expect(await call('queue.rules', {})).toEqual({ ok: true, value: { quietHours: true, perDay: 1, perWeek: 4 } })

    expect(await save({ perDay: 3, reason: 'The market days' })).toMatchObject({ ok: true, value: { perDay: 3 } })
    // Less than before, though more than at the start.
    expect(await save({ perDay: 2 })).toMatchObject({ ok: true, value: { perDay: 2 } })
    expect(await save({ perWeek: 2 })).toMatchObject({ ok: true })
    expect(await save({ perDay: 1 })).toMatchObject({ ok: true, value: { perDay: 1 } })
    expect(decisionHistory(book.db).map(({ field, stored, reason }) => [field, stored?.value ?? 'back', reason])).toEqual([
      ['perDay', 'back', '-'], ['perWeek', 2, '-'], ['perDay', 2, '-'], ['perDay', 3, 'The market days'],
    ])
  } finally {
    book.close()
  }
})
