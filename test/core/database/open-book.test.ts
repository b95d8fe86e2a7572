import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUp, listBackups } from '../../../electron/core/database/backups.ts'
import { newestVersion } from '../../../electron/core/database/migrate.ts'
import { openBook, putAside, restoreBackup, type OpenedBook } from '../../../electron/core/database/open-book.ts'
import { silentLog } from '../../../electron/core/environment.ts'
import { contactsIn, cutOff, hashOfFile, makeBook, scribble } from '../../support/books.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbell-book-'))
  file = join(folder, 'book.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = Date.UTC(2026, 10, 23, 12)
const open = (): Promise<OpenedBook> => openBook({ folder, nativeBinding: undefined, log: silentLog, now: () => at })
const restore = (backupId: string) => restoreBackup({ folder, backupId, nativeBinding: undefined, now: at, prepare: () => undefined })

/** What opening says; closes what it opened. */
const verdict = async (): Promise<string> => {
  const opened = await open()
  if (opened.kind === 'open') opened.db.close()
  return opened.kind === 'failed' ? opened.failure : opened.kind
}

describe('openBook', () => {
  it('makes a book where there is none, and opens it again', async () => {
    expect(await verdict()).toBe('open')
    expect(await verdict()).toBe('open')
  })

  it('makes a book of an empty file', async () => {
    writeFileSync(file, '')
    expect(await verdict()).toBe('open')
    expect(contactsIn(file)).toBe(0)
  })

  it('does not touch a newer book', async () => {
    makeBook(file, 5, (db) => void db.pragma(`user_version = ${newestVersion + 1}`))
    const before = hashOfFile(file)
    expect(await verdict()).toBe('newer')
    expect(hashOfFile(file)).toBe(before)
  })

  it.each([
    ['text', () => writeFileSync(file, 'Dear diary, '.repeat(500))],
    ['a few bytes', () => writeFileSync(file, 'SQLite format 3\0')],
    ['zeros', () => writeFileSync(file, Buffer.alloc(40_960))],
    ['a book cut off in the middle', () => { makeBook(file, 2_000); cutOff(file, 0.5) }],
    ['a book cut off by its last page', () => { makeBook(file, 500); cutOff(file, 0.999) }],
    ['a book whose header is scribbled over', () => { makeBook(file); scribble(file, 0, 64) }],
    ['a book whose schema is scribbled over', () => { makeBook(file); scribble(file, 100, 3_900) }],
    ['another program’s database', () => { const db = new Database(file); db.exec('CREATE TABLE theirs (x)'); db.close() }],
  ])('says that %s is no good book, and leaves it where it is', async (_what, make) => {
    make()
    const before = hashOfFile(file)
    expect(await verdict()).toBe('corrupt')
    expect(hashOfFile(file)).toBe(before)
  })

  it('opens a book whose last pages are still in the log after a crash', async () => {
    const live = join(folder, 'live.sqlite')
    const db = new Database(live)
    db.pragma('journal_mode = WAL')
    db.pragma('wal_autocheckpoint = 0')
    db.close()
    makeBook(live, 0)
    const writer = new Database(live)
    writer.pragma('wal_autocheckpoint = 0')
    writer.exec(`INSERT INTO contacts (number, created_at, updated_at) VALUES ('+12025550143', 1, 1)`)
    for (const ending of ['', '-wal']) copyFileSync(live + ending, file + ending)
    writer.close()
    expect(await verdict()).toBe('open')
    expect(contactsIn(file)).toBe(1)
  })

  it('says that a folder in its place cannot be opened', async () => {
    mkdirSync(file)
    expect(await verdict()).toBe('denied')
  })
})

describe('putting aside and restoring', () => {
  it('keeps the broken book whole, log and all', () => {
    for (const ending of ['', '-wal', '-shm']) writeFileSync(`${file}${ending}`, `broken${ending}`)
    const aside = putAside(folder, at)
    expect(readdirSync(aside).sort()).toEqual(['book.sqlite', 'book.sqlite-shm', 'book.sqlite-wal'])
    expect(existsSync(file)).toBe(false)
  })

  it('brings the backup back, prepared before anybody opens it', async () => {
    makeBook(file, 30)
    const { id } = await backUp({ folder, nativeBinding: undefined, now: at - 1_000 })
    scribble(file, 0, 64)
    const broken = hashOfFile(file)
    let seen = 0
    const done = restoreBackup({ folder, backupId: id, nativeBinding: undefined, now: at, prepare: (db, backupAt) => { seen = backupAt; db.exec('DELETE FROM contacts WHERE id = 1') } })
    expect(done).toBe(true)
    expect(seen).toBe(at - 1_000)
    expect(contactsIn(file)).toBe(29)
    const aside = readdirSync(folder).find((name) => name.startsWith('broken-'))!
    expect(hashOfFile(join(folder, aside, 'book.sqlite'))).toBe(broken)
    expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([])
    expect(await verdict()).toBe('open')
  })

  it.each(['../../etc/passwd', 'book.sqlite', '', 'book-2026-11-23T12-00-00.000Z.sqlite'])('knows no backup %j', (id) => {
    makeBook(file)
    const before = hashOfFile(file)
    expect(restore(id)).toBe(false)
    expect(hashOfFile(file)).toBe(before)
  })

  it('leaves everything as it was when the backup is damaged too, or cannot be prepared', async () => {
    makeBook(file, 500)
    const { id } = await backUp({ folder, nativeBinding: undefined, now: at })
    scribble(join(folder, 'backups', id), 8_192, 20_000)
    scribble(file, 0, 64)
    const before = hashOfFile(file)
    expect(() => restore(id)).toThrow()
    expect(hashOfFile(file)).toBe(before)
    expect(readdirSync(folder).filter((name) => /broken|restoring/.test(name))).toEqual([])
  })
})

describe('backUp', () => {
  it('makes one good file, and keeps five', async () => {
    makeBook(file, 10)
    for (let n = 0; n < 7; n++) await backUp({ folder, nativeBinding: undefined, now: at + n * 1_000 })
    const kept = listBackups(folder)
    expect(kept.map((backup) => backup.at)).toEqual([6, 5, 4, 3, 2].map((n) => at + n * 1_000))
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(5)
    expect(contactsIn(join(folder, 'backups', kept[0]!.id))).toBe(10)
  })

  it('copies a book that is being written', async () => {
    makeBook(file, 10)
    const opened = await open()
    if (opened.kind !== 'open') throw new Error(opened.kind)
    opened.db.exec(`INSERT INTO contacts (number, created_at, updated_at) VALUES ('+12025550143', 1, 1)`)
    const { id } = await backUp({ folder, nativeBinding: undefined, now: at })
    opened.db.close()
    expect(contactsIn(join(folder, 'backups', id))).toBe(11)
  })

  it('drops no good backup for the copy of a damaged book, and tells that the book is damaged', async () => {
    makeBook(file, 2_000)
    for (let n = 0; n < 5; n++) await backUp({ folder, nativeBinding: undefined, now: at + n })
    const before = readdirSync(join(folder, 'backups')).sort()
    scribble(file, 3 * 4_096, 30 * 4_096)
    await expect(backUp({ folder, nativeBinding: undefined, now: at + 10 })).rejects.toMatchObject({ code: expect.stringMatching(/^SQLITE_CORRUPT/) })
    expect(readdirSync(join(folder, 'backups')).sort()).toEqual(before)
  })

  it('leaves nothing behind when there is no book', async () => {
    await expect(backUp({ folder, nativeBinding: undefined, now: at })).rejects.toThrow()
    expect(readdirSync(join(folder, 'backups'))).toEqual([])
  })
})
