/** Collecting consent, through the contract's calls. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import type { WebsiteFields } from '../../../shared/contract/collect.ts'
import { keywordDisclosure } from '../../../shared/collect/disclosure.ts'
import { chainOf } from '../../../electron/core/consent/events.ts'
import { verifyChain } from '../../../electron/core/consent/chain.ts'
import { optOut, recordFromImport } from '../../../electron/core/consent/record.ts'
import { mayText, rebuildConsent, standingOf, stateOf } from '../../../electron/core/consent/state.ts'
import { collectHandlers } from '../../../electron/core/permission/collect-api.ts'
import type { Agreement } from '../../../electron/core/permission/say-yes.ts'
import { caller, testContext, TEST_NOW, type TestContext } from '../../support/context.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'

const SHOP = '+12025550100'
const ANA = '+12025550143'
const BEN = '+12025550144'
const DAY = 86_400_000

let desk: TestCore
let clock: FakeClock
beforeEach(async () => {
  clock = createFakeClock(TEST_NOW)
  desk = await startTestCore({ clock })
  // Asking twice has tests of its own, and one below.
  await desk.call('asking.save', { doubleOptIn: false })
})
afterEach(() => desk.end())

const words = { marketing: 'I agree to offers. STOP to stop.', service: 'I agree to reminders. STOP to stop.' }
const signUp = (number: string, over: Partial<Parameters<typeof desk.call<'collect.signUp'>>[1]> = {}) =>
  ({ language: 'en' as const, number, firstName: 'Ana', agreed: [{ purpose: 'marketing' as const, disclosure: words.marketing }], ...over })
const historyOf = (number: string) => desk.call('consent.history', { number })
const stop = (number: string, at: number) => desk.call('consent.record', { number, purpose: 'marketing', state: 'opted-out', method: 'reply', occurredAt: at, disclosure: null, source: 'reply: STOP' })
const personOf = async (number: string) => {
  const found = await desk.call('contacts.findByNumber', { number })
  return found === null ? null : desk.call('contacts.get', { id: found.id })
}

describe('the form at the front desk', () => {
  it('asks by text first where offers are asked for twice, and records service at once', async () => {
    await desk.call('asking.save', { doubleOptIn: true })
    expect(await desk.call('collect.signUp', signUp(ANA, { agreed: [{ purpose: 'marketing', disclosure: words.marketing }, { purpose: 'service', disclosure: words.service }] }))).toEqual({ outcome: 'asked' })
    expect((await historyOf(ANA)).map(({ purpose, state, method }) => [purpose, state, method])).toEqual([['service', 'opted-in', 'front-desk']])
    expect(await desk.call('asking.ofNumber', { number: ANA })).toMatchObject([{ purpose: 'marketing', state: 'waiting' }])
    // A second tap asks nobody twice.
    expect(await desk.call('collect.signUp', signUp(ANA))).toEqual({ outcome: 'asked' })
    expect(await desk.call('asking.ofNumber', { number: ANA })).toHaveLength(1)
  })

  it('records who agreed to exactly what they read, when and where', async () => {
    expect(await desk.call('collect.signUp', signUp('(202) 555-0143'))).toEqual({ outcome: 'recorded' })
    expect(await historyOf(ANA)).toMatchObject([
      { purpose: 'marketing', state: 'opted-in', method: 'front-desk', occurredAt: TEST_NOW, disclosure: words.marketing, source: 'front desk, this computer', zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    ])
    expect(await personOf(ANA)).toMatchObject({ firstName: 'Ana', language: 'en', marketing: 'opted-in', service: 'none' })
  })

  it('counts an impatient second tap as the same yes, and a yes of another day as another', async () => {
    await desk.call('collect.signUp', signUp(ANA))
    await desk.call('collect.signUp', signUp(ANA))
    await clock.advance(60_000)
    await desk.call('collect.signUp', signUp(ANA))
    expect(await historyOf(ANA)).toHaveLength(1)
    clock.jump(DAY)
    await desk.call('collect.signUp', signUp(ANA))
    expect(await historyOf(ANA)).toHaveLength(2)
  })

  it('neither changes nor tells what is known of a number already', async () => {
    await desk.call('contacts.add', { number: ANA, firstName: 'Anabel', lastName: 'Ruiz', language: 'fr', notes: 'Likes figs' })
    const known = await desk.ask('collect.signUp', signUp(ANA, { firstName: 'Mallory' }))
    const unknown = await desk.ask('collect.signUp', signUp(BEN, { firstName: 'Mallory' }))
    expect(known).toEqual(unknown)
    expect(await personOf(ANA)).toMatchObject({ firstName: 'Anabel', lastName: 'Ruiz', language: 'fr', notes: 'Likes figs', marketing: 'opted-in' })
  })

  it('fills a name that stands empty', async () => {
    await desk.call('contacts.add', { number: ANA })
    await desk.call('collect.signUp', signUp(ANA, { language: 'fr' }))
    expect(await personOf(ANA)).toMatchObject({ firstName: 'Ana', language: 'fr' })
    // A first name is not put before somebody's last name.
    await desk.call('contacts.add', { number: BEN, lastName: 'Okoro' })
    await desk.call('collect.signUp', signUp(BEN))
    expect(await personOf(BEN)).toMatchObject({ firstName: '', lastName: 'Okoro' })
  })

  it('lets their own new wish count after a stop, and answers like to anybody else', async () => {
    await stop(ANA, TEST_NOW - DAY)
    expect(await desk.call('collect.signUp', signUp(ANA))).toEqual({ outcome: 'recorded' })
    expect((await historyOf(ANA)).map(({ state }) => state)).toEqual(['opted-in', 'opted-out'])
    expect(mayText(desk.db(), ANA, 'marketing', clock.now())).toBe('yes')
    // Whatever no box was ticked for stays as it was.
    expect(mayText(desk.db(), ANA, 'service', clock.now())).toBe('no-consent')
  })

  it('says what is wrong with a number in the language of the form', async () => {
    const short = await desk.problem('collect.signUp', signUp('12', { language: 'fr' }))
    expect(short).toMatchObject({ code: 'collect-number-short', field: 'number', message: 'Il manque des chiffres.' })
    expect(await desk.problem('collect.signUp', signUp('no number'))).toMatchObject({ code: 'collect-number', field: 'number' })
    expect(await desk.problem('collect.signUp', signUp(SHOP))).toMatchObject({ code: 'collect-own-number' })
    expect(desk.db().prepare('SELECT (SELECT count(*) FROM contacts) + (SELECT count(*) FROM consent_events)').pluck().get()).toBe(0)
  })

  it('needs a ticked box', async () => {
    expect(await desk.ask('collect.signUp', signUp(ANA, { agreed: [] }))).toMatchObject({ ok: false })
    expect(await historyOf(ANA)).toEqual([])
  })

  it('shows the owner’s wording where there is one, else the suggested one, in both languages', async () => {
    const before = await desk.call('collect.openFrontDesk', {})
    expect(before).toMatchObject({ businessName: 'Bell & Co', purposes: ['marketing', 'service'], number: '+1 202 555 0100', needsWord: false })
    expect(before.words.fr.marketing).toContain('de la part de Bell & Co')
    await desk.call('collect.saveFrontDesk', { purposes: ['service'], words: { en: { marketing: '', service: 'Ours. HELP, STOP.' }, fr: { marketing: '', service: '' } }, leaveWord: 'Figs' })
    const after = await desk.call('collect.openFrontDesk', {})
    expect(after).toMatchObject({ purposes: ['service'], needsWord: true, words: { en: { service: 'Ours. HELP, STOP.', marketing: before.words.en.marketing }, fr: { service: before.words.fr.service } } })
    // The word itself never reaches the window customers stand before.
    expect(JSON.stringify(after)).not.toContain('Figs')
    expect(await desk.problem('collect.leaveFrontDesk', { word: '' })).toMatchObject({ code: 'collect-leave-word' })
    expect(await desk.call('collect.leaveFrontDesk', { word: ' figs ' })).toBeNull()
  })

  it('keeps the desktop from telling who wrote what while customers stand there', async () => {
    const told: string[] = []
    desk.core.on((name, data) => { if (name === 'inbox.arrived') told.push((data as { text: string }).text) })
    const arrives = async (body: string) => {
      const count = () => desk.db().prepare('SELECT count(*) FROM inbound_messages').pluck().get() as number
      const before = count()
      desk.carrier().injectInbound({ from: ANA, to: SHOP, body })
      desk.core.wake()
      while (count() === before) await clock.advance(1000)
    }
    await desk.call('collect.openFrontDesk', {})
    await arrives('my secret figs')
    expect(told).toEqual([])
    await desk.call('collect.leaveFrontDesk', { word: '' })
    await arrives('are they ripe?')
    expect(told).toEqual(['are they ripe?'])
  })
})

describe('the front desk with double opt-in', () => {
  let context: TestContext
  beforeEach(() => { context = testContext() })
  afterEach(() => { context.close() })
  const asked: Agreement[] = []
  const handlers = (answer: 'asked' | 'agreed' | 'cannot') => {
    asked.length = 0
    return caller(collectHandlers(context, { on: () => true, ask: (agreement) => { asked.push(agreement); return answer } }))
  }
  const both = signUp(ANA, { language: 'fr', agreed: [{ purpose: 'marketing', disclosure: words.marketing }, { purpose: 'service', disclosure: words.service }] })

  it('asks by text before offers, and records service at once', async () => {
    expect(await handlers('asked')('collect.signUp', both)).toEqual({ ok: true, value: { outcome: 'asked' } })
    expect(asked).toEqual([{ number: ANA, purpose: 'marketing', language: 'fr', method: 'front-desk', disclosure: words.marketing, source: 'front desk, this computer', occurredAt: TEST_NOW }])
    expect(stateOf(context.db, ANA, 'marketing')).toBe('none')
    expect(stateOf(context.db, ANA, 'service')).toBe('opted-in')
  })

  it('records directly where no question is needed, and says so where none can be asked', async () => {
    expect(await handlers('agreed')('collect.signUp', both)).toEqual({ ok: true, value: { outcome: 'recorded' } })
    const cannot = await handlers('cannot')('collect.signUp', signUp(BEN, { language: 'fr' }))
    expect(cannot).toMatchObject({ ok: false, error: { code: 'collect-cannot-ask', message: 'L’inscription n’est pas possible pour le moment.' } })
    expect(stateOf(context.db, BEN, 'marketing')).toBe('none')
  })
})

describe('paper forms', () => {
  const form = (number: string, over: Partial<Parameters<typeof desk.call<'collect.addPaper'>>[1]> = {}) =>
    ({ number, firstName: 'Ana', lastName: 'Ruiz', signedAt: TEST_NOW - 30 * DAY, agreed: [{ purpose: 'marketing' as const, disclosure: words.marketing }], kept: 'blue binder', ...over })

  it('are written down one after the other, two hundred of them, each with its proof', async () => {
    for (let i = 0; i < 200; i++) await desk.call('collect.addPaper', form(`202 556-${String(1000 + i)}`))
    const db = desk.db()
    expect(db.prepare("SELECT count(*) FROM consent_events WHERE method = 'paper' AND source = 'blue binder' AND occurred_at = ?").pluck().get(TEST_NOW - 30 * DAY)).toBe(200)
    expect(db.prepare('SELECT count(*) FROM contacts').pluck().get()).toBe(200)
    expect(db.prepare('SELECT count(*) FROM disclosures').pluck().get()).toBe(1)
  })

  it('say what became of each: new, known, on record already, back after a stop, stopped since', async () => {
    expect(await desk.call('collect.addPaper', form(ANA))).toMatchObject({ number: ANA, name: 'Ana Ruiz', added: true, outcomes: [{ purpose: 'marketing', outcome: 'recorded' }] })
    expect(await desk.call('collect.addPaper', form(ANA))).toMatchObject({ added: false, undoId: '', outcomes: [{ outcome: 'known' }] })
    expect(await historyOf(ANA)).toHaveLength(1)
    await stop(BEN, TEST_NOW - 40 * DAY)
    expect(await desk.call('collect.addPaper', form(BEN))).toMatchObject({ outcomes: [{ outcome: 'came-back' }] })
    await stop(BEN, TEST_NOW - 10 * DAY)
    expect(await desk.problem('collect.addPaper', form(BEN, { signedAt: TEST_NOW - 20 * DAY }))).toMatchObject({ code: 'consent-older-than-stop', field: 'signedAt' })
    const both = form(BEN, { agreed: [{ purpose: 'marketing', disclosure: words.marketing }, { purpose: 'service', disclosure: words.service }] })
    expect((await desk.call('collect.addPaper', both)).outcomes).toEqual([{ purpose: 'marketing', outcome: 'stopped-since' }, { purpose: 'service', outcome: 'recorded' }])
    expect(mayText(desk.db(), BEN, 'marketing', clock.now())).toBe('opted-out')
  })

  it('of tomorrow or of no number are refused at their field, and nothing is written', async () => {
    expect(await desk.problem('collect.addPaper', form(ANA, { signedAt: TEST_NOW + DAY }))).toMatchObject({ code: 'consent-in-future', field: 'signedAt' })
    expect(await desk.problem('collect.addPaper', form('12'))).toMatchObject({ code: 'collect-number-short', field: 'number' })
    expect(await personOf(ANA)).toBeNull()
  })

  it('are taken back without a trace being lost: the record stays, and one behind it says it was a mistake', async () => {
    const { undoId } = await desk.call('collect.addPaper', form(ANA))
    await desk.call('collect.undoPaper', { undoId })
    const db = desk.db()
    expect((await historyOf(ANA)).map(({ method }) => method)).toEqual(['entry-undone', 'paper'])
    expect(mayText(db, ANA, 'marketing', clock.now())).toBe('no-consent')
    expect(await personOf(ANA)).toBeNull()
    // The number is as free as before: a list, a START and a form can say yes again, and the chain holds.
    await desk.call('collect.addPaper', form(ANA))
    expect(mayText(db, ANA, 'marketing', clock.now())).toBe('yes')
    expect(verifyChain(chainOf(db, ANA, 'marketing'))).toEqual({ ok: true })
    expect(await desk.problem('collect.undoPaper', { undoId })).toMatchObject({ code: 'collect-undo-late' })
  })

  it('leave what was said before as it was when they are taken back', async () => {
    await desk.call('contacts.add', { number: ANA })
    await desk.call('collect.signUp', signUp(ANA, { firstName: '' }))
    const { undoId, added } = await desk.call('collect.addPaper', form(ANA))
    expect(added).toBe(false)
    await desk.call('collect.undoPaper', { undoId })
    expect(mayText(desk.db(), ANA, 'marketing', clock.now())).toBe('yes')
    expect(await personOf(ANA)).toMatchObject({ firstName: '', lastName: '' })
    await stop(BEN, TEST_NOW - 40 * DAY)
    const back = await desk.call('collect.addPaper', form(BEN))
    await desk.call('collect.undoPaper', { undoId: back.undoId })
    expect(mayText(desk.db(), BEN, 'marketing', clock.now())).toBe('opted-out')
  })

  it('cannot be taken back once something was said or changed since', async () => {
    const first = await desk.call('collect.addPaper', form(ANA))
    await clock.advance(1000)
    await stop(ANA, clock.now())
    expect(await desk.problem('collect.undoPaper', { undoId: first.undoId })).toMatchObject({ code: 'collect-undo-late' })
    expect(mayText(desk.db(), ANA, 'marketing', clock.now())).toBe('opted-out')
    const second = await desk.call('collect.addPaper', form(BEN))
    await clock.advance(1000)
    await desk.call('contacts.save', { id: second.contactId, firstName: 'Benedict' })
    expect(await desk.problem('collect.undoPaper', { undoId: second.undoId })).toMatchObject({ code: 'collect-undo-late' })
    expect(mayText(desk.db(), BEN, 'marketing', clock.now())).toBe('yes')
  })

  it('that were taken back count for nothing when standings are derived anew, nor for START', async () => {
    const db = desk.db()
    const { undoId } = await desk.call('collect.addPaper', form(ANA))
    await desk.call('collect.undoPaper', { undoId })
    const before = db.prepare('SELECT * FROM consent ORDER BY number, purpose').all()
    rebuildConsent(db)
    expect(db.prepare('SELECT * FROM consent ORDER BY number, purpose').all()).toEqual(before)
    for (const [body, state] of [['STOP', 'opted-out'], ['START', 'opted-in']] as const) {
      desk.carrier().injectInbound({ from: ANA, to: SHOP, body })
      desk.core.wake()
      while (stateOf(db, ANA, 'service') !== state) await clock.advance(1000)
    }
    // They never agreed to offers, so START is a yes to service only.
    expect(mayText(db, ANA, 'marketing', clock.now())).toBe('opted-out')
  })

  it('remember where they are kept and what they say for the next time', async () => {
    await desk.call('collect.addPaper', form(ANA))
    expect((await desk.call('collect.kept', {})).paper).toEqual({ kept: 'blue binder', purposes: ['marketing'], words: { marketing: words.marketing, service: '' } })
  })
})

describe('whatever is written down, taken back and said', () => {
  it('leaves standings that the events alone give, and chains that hold; a stop only gives way to a newer wish', async () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('paper' as const), daysAgo: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ kind: fc.constantFrom('undo' as const, 'desk' as const, 'stop' as const, 'import' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
        const context = testContext()
        try {
          const { db } = context
          const call = caller(collectHandlers(context))
          const undos: string[] = []
          for (const one of acts) {
            context.now += 3 * 60_000
            const before = standingOf(db, ANA, 'marketing')
            switch (one.kind) {
              case 'paper': {
                const signedAt = context.now - one.daysAgo * DAY
                const entry = await call('collect.addPaper', { number: ANA, firstName: 'Ana', lastName: '', signedAt, agreed: [{ purpose: 'marketing', disclosure: 'Yes.' }], kept: 'drawer' })
                if (entry.ok && entry.value.undoId !== '') undos.push(entry.value.undoId)
                if (before?.state === 'opted-out') expect(mayText(db, ANA, 'marketing', clock.now())).toBe(signedAt > before.sinceAt ? 'yes' : 'opted-out')
                break
              }
              case 'undo': {
                const undoId = undos.pop()
                if (undoId !== undefined) await call('collect.undoPaper', { undoId })
                // Taking back never makes anybody somebody to text.
                if (before?.state !== 'opted-in') expect(mayText(db, ANA, 'marketing', clock.now())).not.toBe('yes')
                break
              }
              case 'desk':
                await call('collect.signUp', signUp(ANA))
                expect(mayText(db, ANA, 'marketing', clock.now())).toBe('yes')
                break
              case 'stop':
                optOut(db, { number: ANA, method: 'reply', source: 'reply: STOP', at: context.now, zone: 'UTC' })
                break
              case 'import':
                recordFromImport(db, ANA, 'marketing', { method: 'import', occurredAt: context.now, zone: 'UTC', recordedAt: context.now, disclosure: 'Listed.', source: 'list.csv', importId: 1 })
                if (before?.state === 'opted-out') expect(mayText(db, ANA, 'marketing', clock.now())).toBe('opted-out')
            }
          }
          expect(verifyChain(chainOf(db, ANA, 'marketing'))).toEqual({ ok: true })
          const kept = db.prepare('SELECT number, purpose, state, since_at, event_id FROM consent ORDER BY number, purpose').all()
          rebuildConsent(db)
          expect(db.prepare('SELECT number, purpose, state, since_at, event_id FROM consent ORDER BY number, purpose').all()).toEqual(kept)
        } finally {
          context.close()
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('spoken consent', () => {
  const said = { number: ANA, firstName: 'Ana', words: 'May we text you about appointments?', note: 'on the phone', occurredAt: TEST_NOW - 1000 }

  it('is enough for service, and only for that', async () => {
    expect(await desk.call('collect.spoken', said)).toMatchObject({ number: ANA, purpose: 'service', method: 'spoken', disclosure: said.words, source: 'on the phone' })
    expect(mayText(desk.db(), ANA, 'service', clock.now())).toBe('yes')
    expect(mayText(desk.db(), ANA, 'marketing', clock.now())).toBe('no-consent')
    const refused = await desk.problem('consent.record', { number: ANA, purpose: 'marketing', state: 'opted-in', method: 'spoken', occurredAt: TEST_NOW - 1000, disclosure: 'x', source: '' })
    expect(refused).toMatchObject({ code: 'consent-spoken-marketing', field: 'method' })
    expect(refused.message).toContain('written')
    // A spoken stop is a stop.
    await desk.call('consent.record', { number: ANA, purpose: 'marketing', state: 'opted-out', method: 'spoken', occurredAt: TEST_NOW, disclosure: null, source: '' })
    expect(mayText(desk.db(), ANA, 'marketing', clock.now())).toBe('opted-out')
  })

  it('of before a stop, or of tomorrow, is not recorded', async () => {
    await desk.call('consent.record', { number: ANA, purpose: 'service', state: 'opted-out', method: 'reply', occurredAt: TEST_NOW - 500, disclosure: null, source: '' })
    expect(await desk.problem('collect.spoken', said)).toMatchObject({ code: 'consent-older-than-stop', field: 'occurredAt' })
    expect(await desk.problem('collect.spoken', { ...said, occurredAt: TEST_NOW + DAY })).toMatchObject({ code: 'consent-in-future' })
    expect(await desk.call('collect.spoken', { ...said, occurredAt: TEST_NOW })).toMatchObject({ state: 'opted-in' })
  })
})

describe('the form for a website', () => {
  const makeWord = () =>
    desk.call('inbox.saveKeyword', { word: 'JOIN', answer: '', tag: '', listId: null, optIn: 'marketing', disclosure: 'Something older.', againHours: 24, quiet: false, active: true })
  const fields = (keywordId: number, over: Partial<WebsiteFields> = {}): WebsiteFields => ({
    keywordId, number: SHOP, language: 'both', headline: { en: 'Be first', fr: 'En premier' }, benefit: { en: 'News', fr: 'Nouvelles' },
    disclosure: { en: keywordDisclosure('marketing', 'en', 'Bell & Co', 'JOIN'), fr: keywordDisclosure('marketing', 'fr', 'Bell & Co', 'JOIN') }, ...over,
  })

  it('opens the texting app, holds the whole wording in both languages, and asks with an empty box', async () => {
    const { id } = await makeWord()
    const { html, refused } = await desk.call('collect.website', fields(id))
    expect(refused).toBeNull()
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|\schecked/i)
    expect(html.match(/<input type="checkbox" autocomplete="off">/g)).toHaveLength(2)
    expect(html.match(/href="sms:\+12025550100\?&amp;body=JOIN"/g)).toHaveLength(2)
    expect(html).toContain('lang="fr"')
    expect(html).toContain('Bell &amp; Co, up to 4 messages a month')
    expect(html).toContain('Cet accord n’est la condition d’aucun achat.')
  })

  it('makes what it says the proof of whoever texts the word from then on', async () => {
    const { id } = await makeWord()
    const wanted = fields(id)
    const { html, file } = await desk.call('collect.saveWebsite', wanted)
    expect(readFileSync(desk.core.files.path(file.fileId)!, 'utf8')).toBe(`<meta charset="utf-8">\n${html}`)
    expect(file.name).toBe('Bell & Co JOIN website form.html')
    expect(await desk.call('inbox.keywords', {})).toMatchObject([{ disclosure: `${wanted.disclosure.en}\n\n${wanted.disclosure.fr}` }])
    expect((await desk.call('collect.kept', {})).website).toEqual(wanted)
  })

  it('escapes whatever the owner writes', async () => {
    const evil = `"><img src=x onerror=alert(1)><script>alert('x')</script></style>&amp;`
    await desk.call('settings.save', { businessName: '<b>Bell</b> & "Co"' })
    const { id } = await makeWord()
    const proof = (language: 'en' | 'fr') => `${keywordDisclosure('marketing', language, '<b>Bell</b> & "Co"', 'JOIN')} ${evil}`
    const { html } = await desk.call('collect.website', fields(id, { headline: { en: evil, fr: evil }, benefit: { en: evil, fr: `${evil}\nline` }, disclosure: { en: proof('en'), fr: proof('fr') } }))
    expect(html).not.toMatch(/<img|<script|<b>|onerror=alert\(1\)>/)
    expect(html.match(/<\/style>/g)).toHaveLength(1)
    expect(html).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&lt;/style&gt;&amp;amp;')
    // Every tag is one of ours.
    expect(new Set([...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag))).toEqual(new Set(['style', 'section', 'h2', 'p', 'br', 'label', 'input', 'span', 'a']))
  })

  it('is refused in words while the wording lacks what it must hold, or the word is gone', async () => {
    const { id } = await makeWord()
    const bare = fields(id, { language: 'fr', disclosure: { en: '', fr: 'J’accepte les SMS de Bell & Co. Répondez STOP.' } })
    const view = await desk.call('collect.website', bare)
    expect(view.refused?.message).toBe('The wording (French) must also tell: how often, that message and data rates may apply, that HELP gets help, and that agreeing is not a condition of any purchase.')
    expect(await desk.problem('collect.saveWebsite', bare)).toMatchObject({ code: 'collect-parts-missing' })
    expect(await desk.call('inbox.keywords', {})).toMatchObject([{ disclosure: 'Something older.' }])
    await desk.call('inbox.removeKeyword', { id })
    expect(await desk.problem('collect.website', bare)).toMatchObject({ code: 'collect-word-gone' })
  })
})
