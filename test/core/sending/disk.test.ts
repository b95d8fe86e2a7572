import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '../../support/fake-clock.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'

let desk: TestCore
let restore = (): void => {}
afterEach(async () => {
  restore()
  await desk.end()
})

/** In whatever book is opened from now on these writes fail, as on a full disk, until it is let go. */
const refuseWrites = (): { letGo(): void } => {
  const original = Database.prototype.pragma
  const held = new Set<Database.Database>()
  const writes = ['UPDATE ON main.campaigns', 'INSERT ON main.book_settings', 'UPDATE ON main.book_settings', 'DELETE ON main.batches']
  Database.prototype.pragma = function (this: Database.Database, ...args: Parameters<typeof original>): unknown {
    const answer = original.apply(this, args)
    // The last one of opening a connection.
    if (this.name.endsWith('book.sqlite') && !this.readonly && args[0].startsWith('temp_store')) {
      for (const [n, write] of writes.entries()) this.exec(`CREATE TEMP TRIGGER full_${n} BEFORE ${write} BEGIN SELECT RAISE(ABORT, 'no room'); END`)
      held.add(this)
    }
    return answer
  }
  restore = () => void (Database.prototype.pragma = original)
  return {
    letGo() {
      restore()
      for (const db of held) if (db.open) for (const n of writes.keys()) db.exec(`DROP TRIGGER full_${n}`)
    },
  }
}

describe('a disk that is full when the program starts', () => {
  test('is a state of the queue, not an exception; a campaign that was never finished comes back when there is room', async () => {
    const clock = createFakeClock(Date.UTC(2026, 10, 23, 15))
    desk = await startTestCore({ clock })
    const { id } = await desk.call('campaigns.saveDraft', { name: 'Rolls', plan: { body: 'Warm rolls' } })
    const db = desk.db()
    // As a crash between sealing and opening leaves it.
    db.prepare(`UPDATE campaigns SET sealed = json_set(plan, '$.approvedAt', 1, '$.sendAt', NULL, '$.recipients', 1, '$.business', 'x')`).run()
    db.prepare(`INSERT INTO batches (id, name, state, starts_at) VALUES (?, 'Rolls', 'preparing', 1)`).run(id)
    db.prepare(`DELETE FROM book_settings WHERE key = 'poll'`).run()
    await desk.core.stop()
    const disk = refuseWrites()
    await desk.restart()
    expect(await desk.call('settings.start', {})).toMatchObject({ state: 'ready' })
    expect(await desk.call('queue.pulse', {})).toMatchObject({ state: 'stopped', reason: expect.stringMatching(/disk/i) as string })
    expect(await desk.problem('campaigns.saveDraft', { id, name: 'Rolls', plan: { body: 'Cold rolls' } })).toMatchObject({ code: 'campaigns-already-approved' })
    disk.letGo()
    await clock.advance(6_000)
    await desk.until(async () => (await desk.ask('campaigns.saveDraft', { id, name: 'Rolls', plan: { body: 'Cold rolls' } })).ok)
    await clock.advance(6_000)
    expect((await desk.call('queue.pulse', {})).state).not.toBe('stopped')
    expect(db.prepare(`SELECT count(*) FROM batches`).pluck().get()).toBe(0)
  })
})

test('a book that cannot be put together is the start’s problem, and its file is let go', async () => {
  desk = await startTestCore()
  await desk.core.stop()
  const file = join(desk.folder, 'practice', 'book.sqlite')
  const db = new Database(file)
  db.exec('ALTER TABLE batches RENAME TO gone')
  db.close()
  await desk.restart()
  expect(await desk.call('settings.start', {})).toMatchObject({ state: 'problem' })
  // The last connection that closes takes the log beside the book with it.
  expect(existsSync(`${file}-wal`)).toBe(false)
})
