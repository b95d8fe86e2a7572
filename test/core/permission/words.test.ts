import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { programmeWords } from '../../../electron/core/permission/words.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'

const SAM = '+12025550143'
const ANN = '+12025550144'
const FULL = 'I agree to texts with offers from Bell & Co, up to 4 messages a month. Agreeing is not a condition of any purchase. Message and data rates may apply. Reply HELP for help or STOP to stop.'
const empty = { asking: '', confirmation: '', help: '', stopped: '' }

describe('the owner’s words', () => {
  let desk: TestCore
  beforeEach(async () => {
    desk = await startTestCore()
  })
  afterEach(() => desk.end())

  test('a text that drops what the rules ask for is not saved, and the missing parts are named', async () => {
    const texts = { en: { ...empty, confirmation: 'Bell & Co: you are in! STOP to end.' }, fr: empty }
    const refused = await desk.problem('asking.save', { texts })
    expect(refused).toMatchObject({ code: 'asking-missing', field: 'texts.en.confirmation' })
    expect(refused.message).toContain('what they will get, how often, “message and data rates may apply”, and the word HELP')
    expect((await desk.call('asking.settings', {})).texts.en.confirmation).toBe('')
    const goodbye = await desk.problem('asking.save', { texts: { en: empty, fr: { ...empty, stopped: 'Bell & Co : au revoir ! 10 % pour votre retour.' } } })
    expect(goodbye).toMatchObject({ code: 'asking-too-much', field: 'texts.fr.stopped' })
  })

  test('what was saved is sent, until the shop is called something else', async () => {
    const own = 'Welcome to offers from Bell & Co! Up to 4 messages a month. Msg & data rates may apply. HELP for help, STOP to end.'
    await desk.call('asking.save', { texts: { en: { ...empty, confirmation: own }, fr: empty } })
    const words = async () => programmeWords(desk.db(), await desk.call('settings.get', {}), 'confirmation', 'en')
    expect(await words()).toBe(own)
    await desk.call('settings.save', { businessName: 'Moonrise' })
    expect(await words()).toBe('Thank you, you will get offers from Moonrise: up to 4 messages a month. Message and data rates may apply. Reply HELP for help, STOP to stop.')
    // A frequency that the text does not say is no longer its own either.
    expect((await desk.problem('asking.save', { most: 8 })).code).toBe('asking-missing')
  })

  test('a wording has versions, and each keeps who agreed to it', async () => {
    const first = await desk.call('asking.saveWording', { name: 'Counter card', purpose: 'marketing', language: 'en', text: FULL, asIs: false })
    expect(first).toMatchObject({ version: 1, agreements: 0, retiredAt: null })
    // The same words again are no new version.
    expect(await desk.call('asking.saveWording', { name: 'counter card', purpose: 'marketing', language: 'en', text: FULL, asIs: false })).toMatchObject({ id: first.id, version: 1 })
    const agree = (number: string, disclosure: string) =>
      desk.call('consent.record', { number, purpose: 'marketing', state: 'opted-in', method: 'paper', occurredAt: Date.now() - 1000, disclosure, source: 'card' })
    await agree(SAM, FULL)
    const second = await desk.call('asking.saveWording', { name: 'Counter card', purpose: 'marketing', language: 'en', text: `${FULL} Thank you!`, asIs: false })
    expect(second).toMatchObject({ version: 2, agreements: 0 })
    await agree(ANN, `${FULL} Thank you!`)
    await desk.call('consent.record', { number: SAM, purpose: 'marketing', state: 'opted-out', method: 'spoken', occurredAt: Date.now(), disclosure: null, source: 'till' })
    expect((await desk.call('asking.wordings', {})).map(({ version, agreements }) => [version, agreements])).toEqual([[2, 1], [1, 1]])
    expect(await desk.call('asking.agreements', { id: first.id, offset: 0, limit: 10 })).toMatchObject({ total: 1, rows: [{ number: SAM, method: 'paper', source: 'card', state: 'opted-out' }] })
    const ticket = await desk.call('asking.exportAgreements', { id: second.id })
    const csv = readFileSync(desk.core.files.path(ticket.fileId)!, 'utf8')
    expect(csv.split('\r\n')).toHaveLength(3)
    expect(csv).toContain(ANN)
    expect(csv).not.toContain(SAM)

    // Offered first where consent is written down, in its newest version only.
    expect((await desk.call('consent.disclosures', {})).kept).toMatchObject([{ name: 'Counter card', version: 2, text: `${FULL} Thank you!` }])
    await desk.call('asking.retireWording', { id: second.id, retired: true })
    expect((await desk.call('consent.disclosures', {})).kept).toEqual([])
    expect((await desk.call('asking.agreements', { id: first.id, offset: 0, limit: 10 })).total).toBe(1)
  })

  test('a wording that says too little is only kept as what people really saw', async () => {
    const short = { name: 'Old card', purpose: 'marketing', language: 'en', text: 'Tick for texts.' } as const
    expect(await desk.problem('asking.saveWording', { ...short, asIs: false })).toMatchObject({ code: 'wording-missing', field: 'text' })
    expect(await desk.call('asking.saveWording', { ...short, asIs: true })).toMatchObject({ version: 1, text: 'Tick for texts.' })
    expect((await desk.problem('asking.saveWording', { ...short, purpose: 'service', asIs: true })).code).toBe('wording-other-purpose')
  })
})
