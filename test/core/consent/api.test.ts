import { afterEach, beforeEach, expect, test } from 'vitest'
import { consentHandlers } from '../../../electron/core/consent/api.ts'
import { suggestedDisclosure } from '../../../electron/core/consent/disclosures.ts'
import { optOut } from '../../../electron/core/consent/record.ts'
import { unwrap } from '../../../shared/result.ts'
import { caller, TEST_NOW, testContext, type TestContext } from '../../support/context.ts'

let book: TestContext
let call: ReturnType<typeof caller<'consent.history' | 'consent.record' | 'consent.disclosures'>>
beforeEach(() => {
  book = testContext()
  call = caller(consentHandlers(book))
})
afterEach(() => book.close())

const number = '+12025550143'
const yes = { number, purpose: 'marketing', state: 'opted-in', method: 'by-hand', occurredAt: TEST_NOW, disclosure: 'I agree.', source: 'at the till' } as const

test('what was recorded is in the history, newest first, and announced', async () => {
  unwrap(await call('consent.record', { ...yes, occurredAt: TEST_NOW - 10 }))
  const event = unwrap(await call('consent.record', { ...yes, purpose: 'service', disclosure: null }))
  expect(event).toMatchObject({ number, purpose: 'service', recordedAt: TEST_NOW, disclosure: null })
  expect(Object.keys(event)).not.toContain('hash')
  expect(unwrap(await call('consent.history', { number })).map(({ purpose }) => purpose)).toEqual(['service', 'marketing'])
  expect(book.topics).toEqual(expect.arrayContaining(['consent', 'contacts']))
})

test('after STOP only what was said since opts in', async () => {
  optOut(book.db, { number, method: 'reply', source: 'reply: STOP', at: TEST_NOW - 1000, zone: 'UTC' })
  expect(await call('consent.record', { ...yes, occurredAt: TEST_NOW - 2000 })).toMatchObject({ ok: false, error: { code: 'consent-older-than-stop', field: 'occurredAt' } })
  expect(await call('consent.record', { ...yes, method: 'import' })).toMatchObject({ ok: false, error: { code: 'consent-needs-own-wish' } })
  expect(unwrap(await call('consent.history', { number }))).toHaveLength(2)
  expect(await call('consent.record', yes)).toMatchObject({ ok: true })
})

test('nobody agreed tomorrow', async () => {
  expect(await call('consent.record', { ...yes, occurredAt: TEST_NOW + 86_400_000 })).toMatchObject({ ok: false, error: { code: 'consent-in-future' } })
})

test('wordings used come back, and one is suggested for this business', async () => {
  unwrap(await call('consent.record', yes))
  const { used, suggested } = unwrap(await call('consent.disclosures', {}))
  expect(used.map(({ text }) => text)).toEqual(['I agree.'])
  expect(suggested.marketing).toContain('Juniper & Sage')
})

test.each(['marketing', 'service'] as const)('the suggested %s wording holds what the rules ask for', (purpose) => {
  const en = suggestedDisclosure(purpose, 'en', 'Chez Nora')
  for (const part of ['Chez Nora', 'Message and data rates may apply', 'HELP', 'STOP']) expect(en).toContain(part)
  const fr = suggestedDisclosure(purpose, 'fr', 'Chez Nora')
  for (const part of ['Chez Nora', 'frais', 'AIDE', 'STOP']) expect(fr).toContain(part)
  expect(en.includes('not a condition of any purchase')).toBe(purpose === 'marketing')
  expect(fr.includes('n’est la condition d’aucun achat')).toBe(purpose === 'marketing')
})
