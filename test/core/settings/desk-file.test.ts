import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDeskFile, type Desk } from '../../../electron/core/settings/desk-file.ts'

const defaults: Desk = { language: 'en', theme: 'system', businessName: '', country: 'US', mode: 'practice', firstRunDone: false, account: null }

describe('desk.json', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskbell-desk-'))
    path = join(folder, 'desk.json')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('begins with the defaults and writes nothing by reading', () => {
    expect(openDeskFile(folder, defaults).get()).toEqual(defaults)
    expect(readdirSync(folder)).toEqual([])
  })

  it('remembers, whole, and leaves no other file', () => {
    openDeskFile(folder, defaults).save({ businessName: 'Bell & Co', mode: 'live' })
    expect(openDeskFile(folder, defaults).get()).toEqual({ ...defaults, businessName: 'Bell & Co', mode: 'live' })
    expect(readdirSync(folder)).toEqual(['desk.json'])
  })

  it('keeps what a newer program wrote besides', () => {
    writeFileSync(path, JSON.stringify({ ...defaults, hours: [8, 20] }))
    openDeskFile(folder, defaults).save({ theme: 'dark' })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ theme: 'dark', hours: [8, 20] })
  })

  it.each(['', '{', 'null', '[]', '{"language":"xx"}', '\0\0\0\0', JSON.stringify({ ...defaults, mode: 'wild' })])('keeps %j aside and goes on with the defaults', (garbage) => {
    writeFileSync(path, garbage)
    const desk = openDeskFile(folder, defaults)
    expect(desk.get()).toEqual(defaults)
    expect(readFileSync(path, 'utf8')).toBe(garbage)
    const aside = desk.keepUnreadableAside(1_000)
    expect(readFileSync(aside!, 'utf8')).toBe(garbage)
    expect(existsSync(path)).toBe(false)
    expect(desk.keepUnreadableAside(1_000)).toBeNull()
    expect(desk.save({ theme: 'dark' }).theme).toBe('dark')
  })

  it('does not pretend to have saved what the disk refused', () => {
    const desk = openDeskFile(folder, defaults)
    mkdirSync(`${path}.new`)
    expect(() => desk.save({ businessName: 'Lost' })).toThrow()
    expect(desk.get().businessName).toBe('')
  })
})
