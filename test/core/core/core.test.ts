import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCore, type CoreOptions, type RunningCarrier } from '../../../electron/core/core.ts'
import { memoryVault, seededRandom, silentLog, systemClock, type Log } from '../../../electron/core/environment.ts'
import { contract, type CallName } from '../../../shared/contract/index.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { fillDisk } from '../../support/full-disk.ts'

describe('calls', () => {
  let test: TestCore
  const said: string[] = []
  const log: Log = { ...silentLog, error: (event, data) => void said.push(`${event} ${JSON.stringify(data)}`) }
  beforeEach(async () => {
    said.length = 0
    test = await startTestCore({ log })
  })
  afterEach(() => test.end())

  it.each(['nothing.here', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'contacts'])('does not know %j', async (name) => {
    expect(await test.core.call(name, {})).toMatchObject({ ok: false, error: { code: 'unknown-call' } })
  })

  it('has an answer to every call of the contract', async () => {
    for (const name of Object.keys(contract) as CallName[]) {
      const answer = await test.core.call(name, null)
      expect(answer, name).toMatchObject({ ok: false, error: { code: 'bad-input' } })
    }
    expect(said).toEqual([])
  })

  it('names the field that does not fit, in the owner’s language', async () => {
    expect(await test.problem('settings.save', { country: 'usa' })).toMatchObject({ code: 'bad-input', field: 'country' })
    await test.call('settings.save', { language: 'fr' })
    const french = await test.problem('settings.save', { businessName: '' })
    expect(french).toMatchObject({ code: 'bad-input', field: 'businessName' })
    expect(french.message).toContain('Quelque chose ne va pas')
    expect(french.message).not.toMatch(/expected/i)
  })

  it('answers a full disk in words, loses nothing, and goes on when there is room', async () => {
    const before = await test.call('lists.all', {})
    const disk = fillDisk(join(test.folder, 'practice', 'book.sqlite'))
    await test.restart()
    disk.fill()
    let full: unknown = null
    for (let n = 0; full === null && n < 2_000; n++) {
      const answer = await test.ask('lists.add', { name: `List ${n} ${'x'.repeat(60)}` })
      if (!answer.ok) full = answer.error
    }
    expect(full).toMatchObject({ code: 'disk-full' })
    const kept = (await test.call('lists.all', {})).length
    disk.empty()
    await test.call('lists.add', { name: 'After' })
    expect((await test.call('lists.all', {})).length).toBe(kept + 1)
    expect(kept).toBeGreaterThanOrEqual(before.length)
    disk.restore()
  })

  it('says so when a book is not open, and still knows the settings', async () => {
    const { core } = test
    await core.stop()
    expect(await core.call('contacts.tags', {})).toMatchObject({ ok: false, error: { code: 'book-closed' } })
  })

  it('keeps what was saved over a restart', async () => {
    await test.call('settings.save', { businessName: 'Chez Sandrine', country: 'FR', language: 'fr', theme: 'dark' })
    await test.call('lists.add', { name: 'Friday' })
    await test.restart()
    expect(await test.call('settings.get', {})).toEqual({ businessName: 'Chez Sandrine', country: 'FR', language: 'fr', theme: 'dark', mode: 'practice', firstRunDone: true })
    expect(await test.call('lists.all', {})).toHaveLength(1)
    expect(test.core.language()).toBe('fr')
  })

  it('tells every window what changed, in one breath', async () => {
    const heard = test.next('changed', ({ topics }) => topics.includes('settings'))
    await Promise.all([test.call('settings.save', { theme: 'dark' }), test.call('settings.save', { theme: 'light' })])
    expect((await heard).topics.filter((topic) => topic === 'settings')).toHaveLength(1)
  })
})

describe('starting and stopping', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'deskbell-core-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const noCarrier = (): Promise<RunningCarrier> => Promise.reject(new Error('no carrier today'))
  const make = (more: Partial<CoreOptions> = {}) =>
    createCore({
      folder, vault: memoryVault(), clock: systemClock, random: seededRandom(1), log: silentLog, version: '1.2.3', systemLanguage: 'en',
      practice: { inProcess: noCarrier }, ...more,
    })

  it('is ready though the practice carrier cannot start', async () => {
    const core = make()
    expect(await core.start()).toEqual({ state: 'ready' })
    expect(await core.call('contacts.tags', {})).toEqual({ ok: true, value: [] })
    await core.stop()
  })

  it('does not wait for the carrier, and puts one away that comes up after stopping', async () => {
    let comeUp: (carrier: RunningCarrier) => void = () => undefined
    let stopped = false
    const core = make({ practice: { inProcess: () => new Promise((resolve) => void (comeUp = resolve)) } })
    expect(await core.start()).toEqual({ state: 'ready' })
    const stopping = core.stop()
    comeUp({ url: 'http://127.0.0.1:9', accountSid: `AC${'0'.repeat(32)}`, authToken: 'x', stop: () => Promise.resolve(void (stopped = true)) })
    await stopping
    expect(stopped).toBe(true)
  })

  it('brings the practice carrier up on a thread of its own, with the same people at the next start', async () => {
    const refresh = async (): Promise<unknown> => {
      const core = make({ practice: { speed: 10, seed: 4 } })
      await core.start()
      const senders = await core.call('senders.refresh', {})
      await core.stop()
      return senders
    }
    const first = await refresh()
    expect(first).toMatchObject({ ok: true, value: [{ address: '+12025550100' }, {}, {}] })
    expect(await refresh()).toEqual(first)
  })

  it('makes calls that come while it starts wait for the book', async () => {
    const core = make()
    const starting = core.start()
    const [state, tags] = await Promise.all([core.call('settings.start', {}), core.call('contacts.tags', {})])
    expect(state).toEqual({ ok: true, value: { state: 'ready' } })
    expect(tags).toEqual({ ok: true, value: [] })
    await starting
    await core.stop()
  })

  it('can be stopped while it starts, twice, and leaves the folder free', async () => {
    const core = make()
    const starting = core.start()
    await Promise.all([core.stop(), core.stop()])
    await starting
    expect(await core.call('settings.get', {})).toMatchObject({ ok: false, error: { code: 'book-closed' } })
    const next = make()
    expect(await next.start()).toEqual({ state: 'ready' })
    await next.stop()
  })

  it('gives the folder to one core only', async () => {
    const first = make()
    await first.start()
    const ticket = first.files.create('a.csv')
    writeFileSync(ticket.path, 'x')
    const second = make()
    expect(await second.start()).toMatchObject({ state: 'problem', problem: 'cannot-open', backups: [] })
    expect(await second.call('contacts.tags', {})).toMatchObject({ ok: false, error: { code: 'book-closed' } })
    for (const [name, input] of [['settings.startEmpty', {}], ['settings.save', { businessName: 'Theirs' }], ['account.disconnect', {}]] as const) {
      expect(await second.call(name, input), name).toMatchObject({ ok: false, error: { code: 'book-closed' } })
    }
    expect(await second.call('settings.get', {})).toMatchObject({ ok: true })
    await second.stop()
    expect(readFileSync(ticket.path, 'utf8')).toBe('x')
    expect(await first.call('contacts.tags', {})).toEqual({ ok: true, value: [] })
    await first.stop()
    const third = make()
    expect(await third.start()).toEqual({ state: 'ready' })
    await third.stop()
  })

  it('does not mind a core that was killed', async () => {
    const lock = new URL('../../../electron/core/database/lock.ts', import.meta.url).href
    const other = spawn(process.execPath, ['--input-type=module', '-e', `
      const { lockFolder } = await import(${JSON.stringify(lock)})
      globalThis.held = lockFolder(${JSON.stringify(folder)})
      console.log('locked')
      process.stdin.resume()`], { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    const early = make()
    expect(await early.start()).toMatchObject({ state: 'problem', problem: 'cannot-open' })
    await early.stop()
    other.kill('SIGKILL')
    await once(other, 'exit')
    const core = make()
    expect(await core.start()).toEqual({ state: 'ready' })
    await core.stop()
  })

  it('gives practice a new carrier when the old one’s database is broken', async () => {
    mkdirSync(join(folder, 'practice'))
    writeFileSync(join(folder, 'practice', 'carrier.sqlite'), 'not one '.repeat(1_000))
    const core = make({ practice: {} })
    await core.start()
    expect(await core.call('senders.refresh', {})).toMatchObject({ ok: true, value: [{}, {}, {}] })
    await core.stop()
    expect(readFileSync(join(folder, 'practice', 'carrier.sqlite.broken'), 'utf8')).toContain('not one')
  })

  it('says in words that the folder cannot be used', async () => {
    writeFileSync(join(folder, 'file'), '')
    const core = make({ folder: join(folder, 'file', 'inside') })
    expect(await core.start()).toMatchObject({ state: 'problem', problem: 'cannot-open' })
    await core.stop()
  })

  it('leaves one file when it stops', async () => {
    const core = make()
    await core.start()
    await core.call('lists.add', { name: 'Friday' })
    await core.stop()
    expect(() => readFileSync(join(folder, 'practice', 'book.sqlite-wal'))).toThrow(/ENOENT/)
  })

  it('speaks the system’s language and country until told otherwise', async () => {
    const core = make({ systemLanguage: 'fr' })
    await core.start()
    expect(await core.call('settings.get', {})).toMatchObject({ ok: true, value: { language: 'fr', country: 'FR', firstRunDone: false } })
    expect(await core.call('settings.about', {})).toMatchObject({ ok: true, value: { version: '1.2.3', dataFolder: folder, vault: 'memory' } })
    await core.stop()
  })
})
