import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { backUp } from '../../../electron/core/database/backups.ts'
import { startTestCore, type TestCore, type TestCoreOptions } from '../../support/core.ts'
import { cutOff, hashOfFile, scribble } from '../../support/books.ts'
import { newestVersion } from '../../../electron/core/database/migrate.ts'

let test: TestCore
const start = async (options: TestCoreOptions = {}): Promise<TestCore> => (test = await startTestCore(options))
afterEach(() => test.end())

const bookOf = () => join(test.folder, 'practice', 'book.sqlite')

describe('first run', () => {
  it('ends in practice mode with the sample people ready', async () => {
    await start({ firstRunDone: false })
    const settings = await test.call('settings.finishFirstRun', { language: 'fr', businessName: 'Chez Sandrine', country: 'FR', sample: true })
    expect(settings).toMatchObject({ language: 'fr', businessName: 'Chez Sandrine', country: 'FR', mode: 'practice', firstRunDone: true })
    const today = await test.call('today.get', {})
    expect(today.contacts).toBeGreaterThan(300)
    expect(today.optedIn).toBeGreaterThan(100)
    expect(await test.call('lists.all', {})).toHaveLength(1)
  })

  it('imports nothing the second time', async () => {
    await start({ firstRunDone: true })
    await test.call('settings.finishFirstRun', { language: 'en', businessName: 'Bell & Co', country: 'US', sample: true })
    expect((await test.call('today.get', {})).contacts).toBe(0)
  })

  it('never shows the window the account', async () => {
    await start()
    expect(Object.keys(await test.call('settings.get', {})).sort()).toEqual(['businessName', 'country', 'firstRunDone', 'language', 'mode', 'theme'])
  })
})

describe('a desk.json nobody can read', () => {
  it('is kept aside, and the book is still there', async () => {
    await start()
    await test.call('lists.add', { name: 'Friday' })
    await test.core.stop()
    writeFileSync(join(test.folder, 'desk.json'), '{"language": "e')
    await test.restart()
    expect(readdirSync(test.folder).filter((name) => name.startsWith('desk-unreadable-'))).toHaveLength(1)
    expect(await test.call('lists.all', {})).toHaveLength(1)
  })
})

describe('a book that cannot be opened', () => {
  /** Two lists and a backup in which there was only one; then the book is broken. */
  const broken = async (ruin: () => void) => {
    await start()
    await test.call('lists.add', { name: 'Friday' })
    const backup = await backUp({ folder: join(test.folder, 'practice'), nativeBinding: undefined, now: Date.UTC(2026, 10, 22, 9) })
    await test.call('lists.add', { name: 'Saturday' })
    await test.core.stop()
    ruin()
    await test.restart()
    return backup
  }

  it.each([
    ['scribbled over', () => scribble(bookOf(), 0, 64)],
    ['cut off', () => cutOff(bookOf(), 0.6)],
    ['no database at all', () => writeFileSync(bookOf(), 'oh no '.repeat(1_000))],
  ])('being %s is told, and the last good backup brought back', async (_how, ruin) => {
    const backup = await broken(ruin)
    const state = await test.call('settings.start', {})
    expect(state).toMatchObject({ state: 'problem', problem: 'corrupt-database', backups: [{ id: backup.id, at: backup.at }] })
    expect(await test.problem('lists.all', {})).toMatchObject({ code: 'book-closed' })
    expect(await test.call('settings.get', {})).toMatchObject({ businessName: 'Bell & Co' })

    expect(await test.call('settings.restoreBackup', { backupId: backup.id })).toEqual({ state: 'ready' })
    expect((await test.call('lists.all', {})).map(({ name }) => name)).toEqual(['Friday'])
    expect(readdirSync(join(test.folder, 'practice')).filter((name) => name.startsWith('broken-'))).toHaveLength(1)
    // What was waiting may have left since: a person lets the queue go on.
    expect(await test.call('queue.pulse', {})).toMatchObject({ state: 'paused' })
  })

  it('is kept aside when starting empty', async () => {
    await broken(() => scribble(bookOf(), 0, 64))
    expect(await test.call('settings.startEmpty', {})).toEqual({ state: 'ready' })
    expect(await test.call('lists.all', {})).toEqual([])
    expect(readdirSync(join(test.folder, 'practice')).filter((name) => name.startsWith('broken-'))).toHaveLength(1)
  })

  it('knows no other backups', async () => {
    await broken(() => scribble(bookOf(), 0, 64))
    expect(await test.problem('settings.restoreBackup', { backupId: '../../desk.json' })).toMatchObject({ code: 'not-found' })
    expect(await test.call('settings.start', {})).toMatchObject({ state: 'problem' })
  })

  it('is told in the owner’s language', async () => {
    await broken(() => scribble(bookOf(), 0, 64))
    await test.call('settings.save', { language: 'fr' })
    expect(await test.call('settings.start', {})).toMatchObject({ message: expect.stringContaining('endommagé') as string })
  })

  it('being newer is left alone, whatever is asked', async () => {
    await start()
    const db = test.db()
    db.pragma(`user_version = ${newestVersion + 1}`)
    db.close()
    await test.core.stop()
    const before = hashOfFile(bookOf())
    await test.restart()
    expect(await test.call('settings.start', {})).toMatchObject({ state: 'problem', problem: 'newer-database', backups: [] })
    expect(await test.call('settings.startEmpty', {})).toMatchObject({ problem: 'newer-database' })
    expect(hashOfFile(bookOf())).toBe(before)
  })

  it('damage found while it is open leads to the same place', async () => {
    await start()
    const db = test.db()
    for (let n = 0; n < 200; n++) await test.call('lists.add', { name: `List ${n} ${'x'.repeat(50)}` })
    db.close()
    await test.restart()
    // The table's own pages, past the one that opening looks at.
    const size = 4_096
    const reader = test.db()
    const leaves = reader.prepare(`SELECT pageno FROM dbstat WHERE name = 'lists' AND pagetype = 'leaf'`).pluck().all() as number[]
    reader.close()
    expect(leaves.length).toBeGreaterThan(2)
    await test.core.stop()
    for (const page of leaves.slice(1)) scribble(bookOf(), (page - 1) * size, size)
    await test.restart()
    expect(await test.call('settings.start', {})).toEqual({ state: 'ready' })
    const told = test.next('changed', ({ topics }) => topics.includes('settings'))
    expect(await test.problem('lists.all', {})).toMatchObject({ code: 'corrupt-database' })
    await told
    expect(await test.call('settings.start', {})).toMatchObject({ state: 'problem', problem: 'corrupt-database' })
    expect(await test.problem('lists.all', {})).toMatchObject({ code: 'book-closed' })
  })

  it('a good book is not given up, whatever is asked', async () => {
    await start()
    await test.call('lists.add', { name: 'Friday' })
    expect(await test.call('settings.startEmpty', {})).toEqual({ state: 'ready' })
    expect(await test.call('settings.restoreBackup', { backupId: 'x' })).toEqual({ state: 'ready' })
    expect(await test.call('lists.all', {})).toHaveLength(1)
  })
})
