import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileLog, redact } from '../../../electron/core/logging/log.ts'

const token = '0123456789abcdef0123456789abcdef'
const said = 'Sandrine, your table is ready'

describe('redact', () => {
  it.each([
    ['a number', '+12025550143'],
    ['grouped', '+1 (202) 555-0143'],
    ['French', '06 39 98 01 43'],
    ['dotted', '06.39.98.01.43'],
    ['with a hard hyphen', '202\u2011555\u20110143'],
    ['with narrow spaces', '06\u202f39\u202f98\u202f01\u202f43'],
    ['in a sentence', 'cannot text 2025550143 now'],
    ['in a form', 'To=%2B12025550143&From=%2B12025550100'],
    ['in a path', '/Accounts/x/Messages.json?To=%2B12025550143'],
  ])('leaves two digits at most of %s', (_what, text) => {
    const clean = redact(text) as string
    const digits = clean.replace(/\D/g, '')
    expect(digits.length).toBeLessThanOrEqual(text.includes('From') ? 6 : 4)
    expect(clean).not.toMatch(/0143|01.43|5550/)
  })

  it('hides fields by their name, whatever their case and depth', () => {
    const clean = JSON.stringify(redact({
      Body: said, text: said, auth_token: token, AuthToken: token, headers: { Authorization: `Basic ${token}` },
      deep: [{ to: '12025550143', from: '+12025550100', email: 'sam@example.com', number: 12_025_550_143 }],
    }))
    for (const secret of [said, token, '2025550143', '2025550100', 'sam@']) expect(clean).not.toContain(secret)
  })

  it('hides what stands inside strings: tokens, forms, JSON, addresses', () => {
    const clean = redact(`Basic QUM6dG9rZW4=, ${token}, Body=${encodeURIComponent(said)}&x=1, {"Body":"${said}"}, {\\"body\\":\\"${said}\\"}, sam.o'neil@example.com`) as string
    for (const secret of ['QUM6', token, 'Sandrine', 'example.com']) expect(clean).not.toContain(secret)
    expect(clean).toContain('x=1')
  })

  it('takes of an error its words and place only', () => {
    const error = Object.assign(new Error('timeout to +12025550143'), { code: 'ECONNRESET', config: { data: said, auth: token } })
    const clean = JSON.stringify(redact({ cause: new Error('outer', { cause: error }) }))
    expect(clean).toContain('ECONNRESET')
    for (const secret of [said, token, '2025550143']) expect(clean).not.toContain(secret)
  })

  it('bears circles, getters that throw, maps keyed by number, bytes', () => {
    const circle: Record<string, unknown> = { ok: 1 }
    circle['self'] = circle
    const clean = JSON.stringify(redact({
      circle, map: new Map([['+12025550143', 1]]), bytes: Buffer.from(said), set: new Set(['+12025550143']),
      odd: new Map([[Object.create(null), 1]]),
      trap: Object.defineProperty({}, 'x', { enumerable: true, get: () => { throw new Error('no') } }),
    }))
    expect(clean).not.toContain('2025550143')
    expect(clean).not.toContain(Buffer.from(said).toString('base64'))
  })

  it('keeps what helps: counts, times, versions, codes', () => {
    expect(redact({ rows: 100_000, at: 1_795_000_000_000, from: 1, to: 2, code: 30007, state: 'ready' }))
      .toEqual({ rows: 100_000, at: 1_795_000_000_000, from: 1, to: 2, code: 30007, state: 'ready' })
  })

  it('never lets a number through, wherever it stands in whatever text', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }), fc.string(), (before, number, after) => {
        expect(JSON.stringify(redact({ said: `${before}${number}${after}` }))).not.toContain(String(number))
      }),
    )
  })

  it('never throws', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    for (const liar of [Object.assign(new Error('x'), { message: 5 }), proxy]) expect(redact(liar)).toBe('[unreadable]')
    fc.assert(fc.property(fc.anything({ withDate: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withBigInt: true }), (value) => {
      expect(() => JSON.stringify(redact(value))).not.toThrow()
    }))
  })
})

describe('createFileLog', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'deskbell-log-'))))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const everything = (): string => readdirSync(join(folder, 'logs')).map((name) => readFileSync(join(folder, 'logs', name), 'utf8')).join('')

  it('writes JSON lines without what was to stay secret', async () => {
    const log = createFileLog(folder, 'info')
    log.info('send to +12025550143', { body: said, authToken: token, level: 'x', msg: 'y', cause: new Error('of +12025550143') })
    log.debug('not written')
    await log.close()
    const lines = everything().trim().split('\n').map((line) => JSON.parse(line) as { level: string; msg: string; data: Record<string, unknown> })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ level: 'info', msg: 'send to …43', data: { level: 'x', msg: 'y' } })
    for (const secret of [said, token, '2025550143']) expect(everything()).not.toContain(secret)
  })

  it('turns over and keeps five', async () => {
    const log = createFileLog(folder, 'info', { rotateAt: '1K' })
    for (let round = 0; round < 12; round++) {
      for (let line = 0; line < 20; line++) log.info('a line that is long enough to fill the file before long', { round, line })
      // Turning over happens between turns of the event loop.
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    }
    await log.close()
    const files = readdirSync(join(folder, 'logs')).filter((name) => name.endsWith('.log'))
    expect(files.length).toBeGreaterThan(1)
    expect(files.length).toBeLessThanOrEqual(6)
    expect(everything()).toContain('"round":11,"line":19')
  })

  it('is silent after closing, and closing twice is fine', async () => {
    const log = createFileLog(folder)
    log.info('once')
    await log.close()
    log.info('never')
    await log.close()
    expect(everything()).not.toContain('never')
  })
})
