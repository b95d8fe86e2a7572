import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listBackups } from '../../../electron/core/database/backups.ts'
import { keepBackups } from '../../../electron/core/database/keep-backups.ts'
import { silentLog } from '../../../electron/core/environment.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { makeBook, scribble } from '../../support/books.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 10, 23, 12)

describe('keepBackups', () => {
  let folder: string
  let damages: number
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskbell-keep-'))
    damages = 0
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Lets `ms` pass in one stretch and answers when what that started is over. */
  const keepFor = async (ms: number, from = start): Promise<number> => {
    const clock = createFakeClock(from)
    const end = keepBackups({ folder, nativeBinding: undefined, clock, log: silentLog, onDamage: () => void damages++ })
    await clock.advance(ms)
    await end()
    expect(clock.pending()).toBe(0)
    return listBackups(folder).length
  }

  it('makes none while the program starts, and one soon after', async () => {
    makeBook(join(folder, 'book.sqlite'))
    expect(await keepFor(60_000)).toBe(0)
    expect(await keepFor(120_000)).toBe(1)
  })

  it('makes the next when the last is 20 hours old', async () => {
    makeBook(join(folder, 'book.sqlite'))
    expect(await keepFor(120_000)).toBe(1)
    expect(await keepFor(120_000, start + 19 * hour)).toBe(1)
    expect(await keepFor(120_000, start + 21 * hour)).toBe(2)
  })

  it('is not kept from its work by a backup from the future', async () => {
    makeBook(join(folder, 'book.sqlite'))
    await keepFor(120_000, start + 1_000 * hour)
    expect(await keepFor(120_000, start)).toBe(2)
  })

  it('tells of damage, once found', async () => {
    makeBook(join(folder, 'book.sqlite'), 2_000)
    scribble(join(folder, 'book.sqlite'), 3 * 4_096, 30 * 4_096)
    const clock = createFakeClock(start)
    const told = new Promise<void>((resolve) => {
      const end = keepBackups({ folder, nativeBinding: undefined, clock, log: silentLog, onDamage: () => resolve(end()) })
    })
    await clock.advance(120_000)
    await told
    expect(listBackups(folder)).toEqual([])
  })

  it('lists only its own files', async () => {
    makeBook(join(folder, 'book.sqlite'))
    await keepFor(120_000)
    writeFileSync(join(folder, 'backups', 'holiday.sqlite'), '')
    writeFileSync(join(folder, 'backups', 'book-yesterday.sqlite'), '')
    expect(listBackups(folder)).toHaveLength(1)
    expect(damages).toBe(0)
  })
})
