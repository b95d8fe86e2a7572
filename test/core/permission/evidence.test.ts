import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canonicalBytes, checkChain, checkSheet } from '../../../build/verify-consent.mjs'
import { canonical, hashOf, verifyChain, type ChainedConsent, type NewConsent } from '../../../electron/core/consent/chain.ts'
import { hashOfRow, type LedgerRow } from '../../../electron/core/consent/ledger-read.ts'
import { joinNumbers } from '../../../electron/core/consent/joined.ts'
import { optIn, optOut, recordConsent, recordManyFromImport } from '../../../electron/core/consent/record.ts'
import { suppress } from '../../../electron/core/consent/suppressions.ts'
import { takeBackFromNumber } from '../../../electron/core/consent/take-back.ts'
import { addContact } from '../../../electron/core/contacts/write.ts'
import { createFiles, type Files } from '../../../electron/core/files/files.ts'
import { createLedger } from '../../../electron/core/consent/ledger.ts'
import { evidenceHandlers } from '../../../electron/core/permission/evidence-api.ts'
import type { Evidence } from '../../../electron/core/permission/evidence.ts'
import type { Settings } from '../../../shared/contract/settings.ts'
import { evidenceWords, sentenceOf, type AnyMethod, type Told } from '../../../shared/rules/evidence/words.ts'
import { unwrap } from '../../../shared/result.ts'
import { caller, TEST_NOW, testContext, type TestContext } from '../../support/context.ts'

const ANA = '+12025550143'
const BOB = '+12025550144'
const DAY = 86_400_000

let book: TestContext
let files: Files
let call: ReturnType<typeof caller<'consent.check' | 'consent.evidence' | 'consent.ledger' | 'consent.verify' | 'consent.acknowledge'>>
const open = (settings: Partial<Settings> = {}): void => {
  book = testContext(settings)
  files = createFiles(book.folder)
  const context = { ...book, files }
  call = caller(evidenceHandlers(context, createLedger(context)))
}
beforeEach(() => { open() })
afterEach(() => { book.close() })

const agree = (number: string, more: Partial<NewConsent> = {}) =>
  recordConsent(book.db, {
    number, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: TEST_NOW - 10 * DAY, zone: 'America/New_York', recordedAt: TEST_NOW - 9 * DAY,
    disclosure: 'I agree to get offers.', source: 'blue binder', importId: null, ...more,
  })
const stop = (number: string, at = TEST_NOW - DAY) => optOut(book.db, { number, method: 'reply', source: 'reply: STOP', at, zone: 'UTC' })
const add = (number: string, firstName: string, lastName = '') => addContact(book.db, { number, firstName, lastName }, { now: TEST_NOW, country: 'US' })
const check = async (who: string) => {
  const answer = unwrap(await call('consent.check', { who }))
  if (answer.kind !== 'number') throw new Error(answer.kind)
  return answer.found
}
const marketing = async (who: string) => (await check(who)).purposes[0]!
const sheetOf = async (number: string): Promise<Evidence> => {
  const { fileId } = unwrap(await call('consent.evidence', { number, format: 'json' }))
  return JSON.parse(readFileSync(files.path(fileId)!, 'utf8')) as Evidence
}

describe('may I text this person', () => {
  test('is answered for a number in any form, in the book or not, and for a name', async () => {
    add(ANA, 'Ana', 'Silva')
    agree(ANA)
    for (const who of [ANA, '(202) 555-0143', '202.555.0143', '1 202 555 0143', 'ana', 'Silva Ana', '0143'])
      expect(await check(who)).toMatchObject({ number: ANA, name: 'Ana Silva', purposes: [{ purpose: 'marketing', may: true, reason: 'agreed', since: TEST_NOW - 10 * DAY, intact: true, event: { source: 'blue binder' } }, { may: false, reason: 'never-said', intact: null }] })
    expect(await check('202-555-0199')).toMatchObject({ number: '+12025550199', contactId: null, name: '', events: [], purposes: [{ reason: 'never-said' }, { reason: 'never-said' }] })
    add(BOB, 'Anatole', 'Brown')
    expect(unwrap(await call('consent.check', { who: 'ana' }))).toEqual({ kind: 'people', total: 2, people: [{ number: BOB, name: 'Anatole Brown' }, { number: ANA, name: 'Ana Silva' }] })
    expect(unwrap(await call('consent.check', { who: 'zzz' }))).toEqual({ kind: 'nobody' })
    expect(unwrap(await call('consent.check', { who: '...' }))).toEqual({ kind: 'nobody' })
  })

  test('says why not', async () => {
    agree(ANA)
    stop(ANA)
    expect(await marketing(ANA)).toMatchObject({ may: false, reason: 'stopped', since: TEST_NOW - DAY, event: { source: 'reply: STOP' } })
    agree(BOB)
    joinNumbers(book.db, BOB, ANA, 1)
    expect(await check(BOB)).toMatchObject({ otherNumbers: [ANA], purposes: [{ may: false, reason: 'stopped-elsewhere', event: { number: ANA } }, { reason: 'stopped-elsewhere' }] })

    const imported = '+12025550145'
    recordManyFromImport(book.db, [imported], ['marketing'], { method: 'web-form', occurredAt: TEST_NOW - 3 * DAY, zone: 'UTC', recordedAt: TEST_NOW, disclosure: 'Yes.', source: 'spring.csv', importId: 3 })
    takeBackFromNumber(book.db, { importId: 3, source: 'spring.csv', zone: 'UTC', now: TEST_NOW }, imported)
    expect(await marketing(imported)).toMatchObject({ may: false, reason: 'taken-back', since: TEST_NOW })

    const doubted = '+12025550146'
    agree(doubted)
    book.db.prepare(`INSERT INTO suspensions (number, inbound_id, found, since_at) VALUES (?, 1, 'please stop', ?)`).run(doubted, TEST_NOW - 5)
    expect(await marketing(doubted)).toMatchObject({ may: false, reason: 'suspended', since: TEST_NOW - 5 })

    const erased = '+12025550147'
    suppress(book.db, erased, TEST_NOW - DAY)
    expect(await check(erased)).toMatchObject({ erasedAt: TEST_NOW - DAY, purposes: [{ reason: 'erased' }, { reason: 'erased' }] })
    agree(erased, { occurredAt: TEST_NOW - 1, recordedAt: TEST_NOW })
    expect(await marketing(erased)).toMatchObject({ may: true, reason: 'agreed' })
  })

  test('trusts nothing that was changed', async () => {
    agree(ANA)
    book.db.exec('DROP TRIGGER consent_events_stay')
    book.db.exec(`UPDATE consent_events SET occurred_at = occurred_at + 1`)
    expect(await marketing(ANA)).toMatchObject({ may: false, reason: 'record-broken', intact: false })
    expect(unwrap(await call('consent.verify', {}))).toMatchObject({ total: 1, unseen: 1, broken: [{ number: ANA, purpose: 'marketing', reason: 'content', seen: false }] })
    expect(unwrap(await call('consent.acknowledge', {}))).toMatchObject({ total: 1, unseen: 0 })
    expect(checkSheet(await sheetOf(ANA))).toMatchObject({ readable: true, whole: false })
  })

  test.each(['en', 'fr'] as const)('is put into words in %s, whatever the reason and the way', (language) => {
    const date = (at: number) => `day ${String(at)}`
    const reasons: readonly Told['reason'][] = ['agreed', 'never-said', 'stopped', 'stopped-elsewhere', 'taken-back', 'expired', 'erased', 'suspended', 'record-broken']
    const sentences = new Set<string>()
    for (const reason of reasons)
      for (const purpose of ['marketing', 'service'] as const)
        for (const method of Object.keys(evidenceWords[language].how) as AnyMethod[]) {
          const told: Told = { purpose, may: reason === 'agreed', reason, since: 7, expiresAt: reason === 'agreed' ? 9 : null, askedAt: null, event: { method, source: 'blue binder' } }
          const sentence = sentenceOf(told, 'Ana', language, date)
          expect(sentence).not.toMatch(/undefined|null| {2}/)
          expect(sentence).toMatch(/\.$/)
          if (method === 'paper') sentences.add(sentence)
        }
    // Each reason and purpose says something of its own, but that an erasure and a doubt concern both.
    expect(sentences.size).toBe(reasons.length * 2 - 2)
    expect(sentenceOf({ purpose: 'marketing', may: true, reason: 'agreed', since: 7, expiresAt: null, askedAt: null, event: { method: 'front-desk', source: '' } }, 'Ana', 'en', () => '3 May 2026')).toBe(
      'You may send offers to Ana: they agreed on 3 May 2026 on the tablet at the front desk.',
    )
  })
})

const script = fileURLToPath(new URL('../../../build/verify-consent.mjs', import.meta.url))

describe('the evidence as a file', () => {
  const history = (): void => {
    add(ANA, 'Ana', 'Silva')
    agree(ANA, { importId: 4, source: 'paper "A"\n' })
    agree(ANA, { purpose: 'service', disclosure: 'About my visits.', method: 'web-form' })
    stop(ANA)
    optIn(book.db, { number: ANA, method: 'reply', source: 'reply: START', at: TEST_NOW - 5, zone: 'UTC' })
    stop(BOB)
    joinNumbers(book.db, ANA, BOB, 1)
    optIn(book.db, { number: ANA, method: 'reply', source: 'reply: START', at: TEST_NOW - 1, zone: 'UTC' })
  }

  test('holds everything, and the program that needs no Deskbell finds it whole', async () => {
    history()
    const sheet = await sheetOf(ANA)
    expect(sheet).toMatchObject({ format: 'deskbell-consent-evidence', version: 1, business: 'Juniper & Sage', number: ANA, name: 'Ana Silva', otherNumbers: [BOB], madeAt: new Date(TEST_NOW).toISOString() })
    expect(sheet.chains.map(({ number, purpose, events }) => [number, purpose, events.length])).toEqual([[ANA, 'marketing', 4], [ANA, 'service', 4], [BOB, 'marketing', 1], [BOB, 'service', 1]])
    expect(sheet.standings).toMatchObject([{ mayBeTexted: true, reason: 'agreed' }, { mayBeTexted: true, reason: 'agreed' }])
    expect(Object.values(sheet.disclosures).toSorted()).toEqual(['About my visits.', 'I agree to get offers.'])
    expect(checkSheet(sheet)).toMatchObject({ readable: true, whole: true })

    const folder = mkdtempSync(join(tmpdir(), 'deskbell-verify-'))
    const run = (content: string) => {
      const file = join(folder, 'sheet.json')
      writeFileSync(file, content)
      const { status, stdout, stderr } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' })
      return { status, said: `${stdout}${stderr}` }
    }
    const { status, said } = run(JSON.stringify(sheet))
    expect(said).toContain(`${ANA}, marketing: 4 records, whole`)
    expect(status).toBe(0)
    const changed = run(JSON.stringify(sheet).replace('"opted-out"', '"opted-in"'))
    expect(changed.status).toBe(1)
    expect(changed.said).toMatch(/record \d of 4 \(id \d+\) is not as it was written/)
    for (const [content, why] of [['nothing', 'JSON'], ['{}', 'no consent evidence'], [JSON.stringify({ ...sheet, version: 2 }), 'version 2'], [JSON.stringify({ ...sheet, chains: 1 }), 'incomplete']] as const)
      expect(run(content)).toMatchObject({ status: 2, said: expect.stringContaining(why) as string })
    expect(spawnSync(process.execPath, [script, join(folder, 'none.json')]).status).toBe(2)
    expect(spawnSync(process.execPath, [script]).status).toBe(2)
    rmSync(folder, { recursive: true, force: true })
  })

  test('shows every change of every member, taken out, put in, and moved', async () => {
    history()
    const sheet = await sheetOf(ANA)
    const others = { id: 99_999, number: '+12025550199', purpose: 'service', state: 'opted-out', method: 'other', occurredAt: 1, zone: 'UTC ', recordedAt: 2, disclosureSha256: 'ab'.repeat(32), source: 'x', importId: 77, previousHash: 'cd'.repeat(32), hash: 'ef'.repeat(32) }
    type Event = Evidence['chains'][number]['events'][number]
    const with_ = (chain: number, events: (old: readonly Event[]) => readonly object[]) => ({ ...sheet, chains: sheet.chains.map((one, i) => (i === chain ? { ...one, events: events(one.events) } : one)) })
    const found = (changed: unknown) => checkSheet(changed)
    for (const chain of [0, 1, 2, 3])
      for (const index of sheet.chains[chain]!.events.keys()) {
        for (const member of Object.keys(others) as (keyof typeof others)[]) {
          const old = sheet.chains[chain]!.events[index]!
          // An id is no part of the hash: what it may be is bounded by its neighbours, and a sole or last one says nothing.
          if (member === 'id' && index === sheet.chains[chain]!.events.length - 1) continue
          const value = old[member] === others[member] ? 'opted-in' : others[member]
          const changed = with_(chain, (events) => events.map((event, i) => (i === index ? { ...event, [member]: old[member] === 'service' ? 'marketing' : value } : event)))
          expect({ chain, index, member, whole: (found(changed) as { whole: boolean }).whole }).toEqual({ chain, index, member, whole: false })
          const without = with_(chain, (events) => events.map((event, i) => (i === index ? Object.fromEntries(Object.entries(event).filter(([key]) => key !== member)) : event)))
          expect(found(without)).toMatchObject({ whole: false })
        }
        expect(found(with_(chain, (events) => events.map((event, i) => (i === index ? { ...event, note: 'x' } : event))))).toMatchObject({ whole: false })
        if (index < sheet.chains[chain]!.events.length - 1) expect(found(with_(chain, (events) => events.toSpliced(index, 1)))).toMatchObject({ whole: false })
        expect(found(with_(chain, (events) => events.toSpliced(index, 0, events[index]!)))).toMatchObject({ whole: false })
      }
    expect(found(with_(0, (events) => [events[1]!, events[0]!, ...events.slice(2)]))).toMatchObject({ whole: false })
    expect(found({ ...sheet, number: '+12025550198' })).toMatchObject({ whole: false })
    expect(found({ ...sheet, disclosures: Object.fromEntries(Object.entries(sheet.disclosures).map(([digest, text]) => [digest, `${text}!`])) })).toMatchObject({ whole: false })
    expect(found({ ...sheet, disclosures: {} })).toMatchObject({ whole: false })
    expect(found({ ...sheet, disclosures: { ...sheet.disclosures, ['00'.repeat(32)]: 'x' } })).toMatchObject({ whole: false })
    for (const change of [{ since: new Date(5).toISOString() }, { eventId: 99_999 }, { reason: 'stopped' }, { mayBeTexted: false }, { purpose: 'service' }])
      expect(found({ ...sheet, standings: sheet.standings.map((one, i) => (i === 0 ? { ...one, ...change } : one)) })).toMatchObject({ whole: false })
  })

  test('a yes without a record is found', async () => {
    stop(ANA)
    const sheet = await sheetOf(ANA)
    expect(checkSheet(sheet)).toMatchObject({ whole: true })
    expect(checkSheet({ ...sheet, standings: sheet.standings.map((one) => ({ ...one, mayBeTexted: true, reason: 'agreed' })) })).toMatchObject({ whole: false })
  })

  const text = fc.string({ unit: 'binary', maxLength: 20 }).map((one) => one.toWellFormed())
  const anyEvent = fc.record<NewConsent>({
    number: fc.constant(ANA), purpose: fc.constant('marketing'), state: fc.constantFrom('opted-in', 'opted-out'), method: fc.constantFrom('paper', 'reply', 'import', 'other'),
    occurredAt: fc.integer({ min: 0, max: TEST_NOW }), zone: text, recordedAt: fc.integer({ min: 0, max: TEST_NOW }), disclosure: fc.option(text.filter((one) => one !== '')), source: text, importId: fc.option(fc.integer({ min: 1, max: 9 })),
  })

  test('is verified by the program and by Deskbell to the same end, whatever is in it and whatever was changed', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 5 }), fc.nat(), fc.option(anyEvent), fc.boolean(), (events, at, forged, rehashed) => {
        const chain: ChainedConsent[] = []
        for (const [index, event] of events.entries()) {
          const previousHash = chain.at(-1)?.hash ?? null
          chain.push({ ...event, id: index + 1, previousHash, hash: hashOf(event, previousHash) })
        }
        const index = at % chain.length
        const old = chain[index]!
        // A forger who knows the form may hash anew; what comes behind it then does not follow.
        const told = forged === null ? chain : chain.with(index, { ...old, ...forged, hash: rehashed ? hashOf(forged, old.previousHash) : old.hash })
        const digest = (one: string | null) => (one === null ? null : (JSON.parse(canonical({ ...events[0]!, disclosure: one }, null)) as string[])[8]!)
        const disclosures = Object.fromEntries(told.flatMap(({ disclosure }) => (disclosure === null ? [] : [[digest(disclosure), disclosure]]))) as Record<string, string>
        const sheet = { number: ANA, purpose: 'marketing', whole: true, events: told.map(({ disclosure, previousHash, hash, ...event }) => ({ ...event, disclosureSha256: digest(disclosure), previousHash: previousHash === null ? null : Buffer.from(previousHash).toString('hex'), hash: Buffer.from(hash).toString('hex') })) }
        expect(checkChain(sheet, disclosures).length === 0).toBe(verifyChain(told).ok)
        for (const [i, event] of told.entries()) {
          expect(canonicalBytes(sheet.events[i]!)).toBe(canonical(event, event.previousHash))
          const row: LedgerRow = [event.id, event.number, event.purpose, event.state, event.method, event.occurredAt, event.zone, event.recordedAt, event.disclosure === null ? null : 1, event.source, event.importId, event.previousHash === null ? '' : Buffer.from(event.previousHash).toString('hex'), '']
          expect(hashOfRow(row, () => digest(event.disclosure))).toBe(hashOf(event, event.previousHash).toString('hex'))
        }
      }),
    )
  })

  test.each([['en', 'US', 'Ana', 'Silva'], ['fr', 'FR', 'Zoé', 'Lefèvre-Œuvrard'], ['en', 'CA', 'محمد', 'الأحمد'], ['fr', 'CA', 'Ελένη 😀', 'Παπαδοπούλου']] as const)('is on paper too: %s in %s, for %s %s', async (language, country, first, last) => {
    book.close()
    open({ language, country })
    add(ANA, first, last)
    agree(ANA)
    const ticket = unwrap(await call('consent.evidence', { number: ANA, format: 'pdf' }))
    expect(ticket.name).not.toContain('2025550')
    const bytes = readFileSync(files.path(ticket.fileId)!)
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(bytes.toString('latin1')).toContain(language === 'fr' ? '/Lang (fr)' : '/Lang (en)')
  })

  test('runs over pages where there is much to tell, and over one or two where there is not', async () => {
    const pages = async () => readFileSync(files.path(unwrap(await call('consent.evidence', { number: ANA, format: 'pdf' })).fileId)!).toString('latin1').match(/\/Type \/Page\b/g)!.length
    agree(ANA)
    expect(await pages()).toBeLessThanOrEqual(2)
    for (let n = 0; n < 15; n++) {
      stop(ANA, TEST_NOW - DAY + n * 2)
      optIn(book.db, { number: ANA, method: 'reply', source: 'reply: START', at: TEST_NOW - DAY + n * 2 + 1, zone: 'UTC', purposes: ['marketing', 'service'] })
    }
    expect(await pages()).toBeGreaterThan(4)
    expect(checkSheet(await sheetOf(ANA))).toMatchObject({ whole: true })
  })
})
