import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { suggestedDisclosure } from '../../../electron/core/consent/disclosures.ts'
import { defaultName, programmeKinds, suggestedText, type Programme } from '../../../shared/rules/programme-texts.ts'
import { confirmAnswer, excessParts, missingFromDisclosure, missingParts, type Part } from '../../../shared/rules/programme-words.ts'
import { segmentDetails } from '../../../shared/sms/segments.ts'

const lune: Programme = { purpose: 'marketing', brand: 'Café Lune', name: 'Café Lune offers', most: 4, per: 'month', contact: '+1 202 555 0177' }
const luneFr: Programme = { ...lune, name: 'les offres de Café Lune' }
const languages = ['en', 'fr'] as const

const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzéèç&’. 0123456789'), minLength: 1, maxLength: 24 }).map((text) => text.trim())
const programme = fc.record({
  purpose: fc.constantFrom('marketing' as const, 'service' as const),
  brand: fc.oneof(word, fc.constantFrom('Stop & Go', 'YES Salon', 'Help!', '(Bell) $1 \\d+', 'Free Sale', '🌙', '')),
  most: fc.option(fc.integer({ min: 1, max: 60 })),
  per: fc.constantFrom('week' as const, 'month' as const),
  contact: fc.constantFrom('', '+1 202 555 0177', 'hello@lune.example'),
})
const named = fc.tuple(programme, fc.constantFrom(...languages), fc.boolean(), word).map(([of, language, own, name]) => ({ language, programme: { ...of, name: own && name !== '' ? name : defaultName(of.purpose, language, of.brand) } }))

describe('what texts about permission must say', () => {
  test('a suggested text lacks nothing and says nothing forbidden, whatever the shop is called', () => {
    fc.assert(
      fc.property(named, ({ language, programme: of }) => {
        for (const kind of programmeKinds) {
          const text = suggestedText(kind, language, of)
          expect([kind, text, missingParts(kind, language, text, of), excessParts(kind, text, of)]).toEqual([kind, text, [], []])
        }
      }),
      { numRuns: 400 },
    )
  })

  // What each part is taken out by; the rest of the text stays.
  const parts: Readonly<Record<(typeof languages)[number], Partial<Readonly<Record<Part, RegExp>>>>> = {
    en: { brand: /Café Lune/g, yes: /Reply YES/, programme: /Café Lune offers/, frequency: /up to 4 messages a month/, rates: /Message and data rates may apply/, help: /HELP for help/, stop: /STOP to stop/, purchase: /No purchase needed/ },
    fr: { brand: /Café Lune/g, yes: /Répondez OUI/, programme: /les offres/, frequency: /jusqu'à 4 messages par mois/, rates: /Des frais de message et de données peuvent s'appliquer/, help: /AIDE pour de l'aide/, stop: /STOP pour ne plus en recevoir/, purchase: /Sans obligation d'achat/ },
  }
  test.each(languages)('each part that is taken out is missed, and none other (%s)', (language) => {
    const of = language === 'en' ? lune : luneFr
    for (const kind of ['asking', 'confirmation'] as const) {
      const text = suggestedText(kind, language, of)
      for (const [part, pattern] of Object.entries(parts[language])) {
        const without = text.replace(pattern, '…')
        if (without === text) continue
        const missing = missingParts(kind, language, without, of)
        expect(missing).toContain(part)
        // The name of the programme holds the brand.
        expect(missing.filter((one) => one !== part && one !== 'brand' && one !== 'programme')).toEqual([])
      }
    }
  })

  test('adding words never makes a part missing; a text without any of them misses all', () => {
    fc.assert(
      fc.property(named, fc.string({ unit: fc.constantFrom(...'abc defé\n'), maxLength: 40 }), ({ language, programme: of }, more) => {
        for (const kind of programmeKinds) {
          expect(missingParts(kind, language, `${suggestedText(kind, language, of)} ${more}`, of)).toEqual([])
          expect(missingParts(kind, language, `${more} ${suggestedText(kind, language, of)}`, of)).toEqual([])
        }
      }),
    )
    expect(missingParts('asking', 'en', 'Hello there', lune)).toEqual(['brand', 'programme', 'yes', 'frequency', 'purchase', 'rates', 'help', 'stop'])
    expect(missingParts('help', 'fr', 'Bonjour', lune)).toEqual(['brand', 'contact'])
  })

  test('a name is no instruction', () => {
    const of: Programme = { ...lune, brand: 'Stop & Go', name: 'YES offers from Stop & Go' }
    expect(missingParts('asking', 'en', 'Stop & Go: YES offers from Stop & Go, 4 messages a month. Msg & data rates may apply. No purchase needed.', of)).toEqual(['yes', 'help', 'stop'])
  })

  test('other ways of saying it are understood', () => {
    const says = (text: string) => missingParts('confirmation', 'en', text, lune)
    expect(says('CAFE LUNE offers! 4 msgs/month. Msg&data rates may apply. Text HELP for help, STOP to end.')).toEqual([])
    expect(says('Café Lune offers: four texts per month at most. Message and data rates may apply. reply help or reply stop.')).toEqual([])
    expect(says('Café Lune offers: 10 texts per month. Message and data rates may apply. HELP, STOP.')).toEqual(['frequency'])
    expect(says('Café Lune offers: 4 texts per week. Message and data rates may apply. HELP, STOP.')).toEqual(['frequency'])
    expect(says('Café Lune offers, 4 a month. Message and data rates may apply. We help you, nothing will stop us.')).toEqual(['help', 'stop'])
    expect(missingParts('confirmation', 'fr', 'Les offres de Cafe Lune : quatre messages par mois. Des frais peuvent s’appliquer. Envoyez ARRÊT ou AIDE.', luneFr)).toEqual([])
    expect(missingParts('confirmation', 'en', 'Café Lune offers: message frequency varies. Msg & data rates may apply. HELP STOP', { ...lune, most: null })).toEqual([])
  })

  test('the goodbye holds no promotion', () => {
    const says = (text: string) => excessParts('stopped', text, lune)
    expect(says('Café Lune: you will get no more texts. Reply START to come back.')).toEqual([])
    expect(says('Café Lune: sorry to see you go! See cafelune.com')).toEqual(['link'])
    expect(says('Café Lune: 20% when you come back, only $5 today')).toEqual(['price'])
    expect(says('Café Lune : une dernière remise pour vous')).toEqual(['offer'])
    expect(says('Café Lune: you will get no more Café Lune offers.')).toEqual([])
    expect(says(`Café Lune: goodbye ${'and thank you '.repeat(30)}`)).toEqual(['long'])
    expect(says('Stop')).toEqual(['echo'])
    expect(excessParts('asking', 'YES', lune)).toEqual(['echo'])
  })

  test('suggested texts are cheap: plain letters, at most two segments', () => {
    for (const language of languages)
      for (const kind of programmeKinds) {
        const { encoding, segments } = segmentDetails(suggestedText(kind, language, language === 'en' ? lune : luneFr))
        expect([kind, language, encoding]).toEqual([kind, language, 'GSM-7'])
        expect(segments).toBeLessThanOrEqual(2)
      }
  })

  test('a wording beside a box', () => {
    for (const language of languages)
      for (const purpose of ['marketing', 'service'] as const) expect(missingFromDisclosure(purpose, language, suggestedDisclosure(purpose, language, 'Café Lune'), 'Café Lune')).toEqual([])
    expect(missingFromDisclosure('marketing', 'en', 'I agree to receive texts.', 'Café Lune')).toEqual(['brand', 'frequency', 'purchase', 'rates', 'help', 'stop'])
    expect(missingFromDisclosure('service', 'en', 'Café Lune may text me. How often depends on my visits. HELP, STOP. Message and data rates may apply.', 'Café Lune')).toEqual([])
  })

  test('what answers a question', () => {
    expect(['YES', 'oui !', 'Start', 'no', 'NON', 'No thanks', 'non merci'].map(confirmAnswer)).toEqual(['yes', 'yes', 'yes', 'no', 'no', 'no', 'no'])
    expect(['yes but not on Sundays', 'no idea', 'oui oui', 'STOP', '', 'nonsense'].map(confirmAnswer)).toEqual([null, null, null, null, null, null])
  })
})
