/**
 * What the texts about permission must say (RULES.md, Consent and Words), and what they must not. Pure: the window shows
 * it while the owner types, and core refuses by it.
 */
import type { Language, Purpose } from '../contract/common.ts'
import { countSegmentsCautious } from '../sms/segments.ts'
import { foldWord } from './keywords.ts'
import { contactOf, holds, programmeOf, suggestedText, type Programme, type ProgrammeChoice, type ProgrammeKind } from './programme-texts.ts'
import { readKeyword } from './words.ts'

export type Part = 'brand' | 'programme' | 'frequency' | 'rates' | 'help' | 'stop' | 'yes' | 'purchase' | 'contact'
/** 'echo': the text is itself a word that programs act on, so that two could write to each other for ever. */
export type Excess = 'link' | 'price' | 'offer' | 'long' | 'echo'

/** The confirmation of a stop fits into so many segments. */
export const LONGEST_GOODBYE = 2

const REQUIRED: Readonly<Record<ProgrammeKind, readonly Part[]>> = {
  // These words are what people agree to, so they hold all that a wording beside a box would.
  asking: ['brand', 'programme', 'yes', 'frequency', 'purchase', 'rates', 'help', 'stop'],
  confirmation: ['brand', 'programme', 'frequency', 'rates', 'help', 'stop'],
  help: ['brand', 'contact'],
  stopped: ['brand'],
}

/** What a text of a kind must say, in the order of the rules. */
export const requiredParts = (kind: ProgrammeKind): readonly Part[] => REQUIRED[kind]

/** What a wording beside a box must say. */
export const disclosureParts = (purpose: Purpose): readonly Part[] => (['brand', 'frequency', 'purchase', 'rates', 'help', 'stop'] as const).filter((part) => part !== 'purchase' || purpose === 'marketing')

const folded = (text: string): string => ` ${foldWord(text)} `

/** A text without what the owner calls things: a shop called "Stop & Go" has not told anybody how to stop. */
const without = (text: string, names: readonly string[]): string =>
  names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, name) => rest.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)}(?![\\p{L}\\p{N}])`, 'gu'), ' … '), text)

const NUMBERS: Readonly<Record<Language, readonly string[]>> = {
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  fr: ['zero', 'une?', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix'],
}
const PERIOD = {
  week: { en: 'weeks?|weekly|wk', fr: 'semaines?|hebdo\\w*' },
  month: { en: 'months?|monthly|mo|mth', fr: 'mois|mensuel\\w*' },
} as const
const VARIES = /\b(frequency (\w+ ){0,2}(varies|vary)|how often (\w+ ){0,2}(varies|depends)|frequency depends|frequence (\w+ ){0,3}(variable|varie|varier|depend|dependra))\b/

const saysFrequency = (text: string, language: Language, most: number | null, per: 'week' | 'month'): boolean => {
  const words = folded(text)
  if (most === null) return VARIES.test(words)
  const count = [String(most), ...(NUMBERS[language][most] === undefined ? [] : [NUMBERS[language][most]])].join('|')
  return new RegExp(`\\b(${count}) (\\w+ ){0,3}(${PERIOD[per][language]})\\b`).test(words)
}
/** Any frequency at all. */
const saysSomeFrequency = (text: string): boolean =>
  VARIES.test(folded(text)) ||
  new RegExp(`\\b(\\d+|once|twice|${[...NUMBERS.en.slice(1), ...NUMBERS.fr.slice(1)].join('|')}|few|quelques) (\\w+ ){0,3}(days?|daily|jours?|years?|ans?|${Object.values(PERIOD).flatMap(({ en, fr }) => [en, fr]).join('|')})\\b`).test(folded(text))

const RATES = /\b((messages?|msgs?|texts?|sms) (and )?data (rates?|charges?|fees) (may|might) apply|(frais|tarifs?) (\w+ ){0,8}(peuvent|pourront|pourraient|peut) s appliquer)\b/
const PURCHASE = /\b(condition (of|for|to) (\w+ ){0,3}(purchase|purchases|buying|buy)|no purchase|without (buying|purchase)|purchase (\w+ ){0,2}not (required|needed|necessary)|condition (\w+ ){0,3}achat|sans (obligation d )?achat|aucun achat)\b/
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '')
const VERBS = '[Rr]eply|REPLY|[Tt]ext|TEXT|[Ss]end|SEND|[Aa]nswer|[Rr]epondez|REPONDEZ|[Ee]nvoyez|ENVOYEZ|[Ee]crivez|ECRIVEZ'
/** The word as an instruction: in capitals and in no name, or in the sentence of a verb. `rest`: the text without the names. */
const says = (text: string, rest: string, words: string): boolean =>
  new RegExp(`(?<![\\p{L}\\p{N}])(${words})(?![\\p{L}\\p{N}])`, 'u').test(plain(rest)) ||
  new RegExp(`(?<!\\p{L})(${VERBS})(?!\\p{L})[^.!?]{0,40}(?<![\\p{L}\\p{N}])(${words})(?![\\p{L}\\p{N}])`, 'u').test(plain(text)) ||
  new RegExp(`\\b(reply|text|send|answer|repondez|envoyez|ecrivez) (with |par |avec |le mot )?(${words.toLowerCase()})\\b`).test(folded(text))
const WORD: Readonly<Record<'help' | 'stop' | 'yes', Readonly<Record<Language, string>>>> = {
  help: { en: 'HELP|INFO', fr: 'AIDE|HELP|INFO' },
  stop: { en: 'STOP', fr: 'STOP|ARRET' },
  yes: { en: 'YES', fr: 'OUI' },
}
const REACHABLE = /(\+?\d[\d\s().-]{5,}\d|[^\s@]+@[^\s@]+\.[a-z]{2,}|\b[a-z0-9-]+\.[a-z]{2,}\b)/iu

/** The name of the programme: every longer word of it, in any order. */
const saysProgramme = (text: string, name: string): boolean => {
  const words = foldWord(name).split(' ').filter((word) => word.length > 3)
  return words.length === 0 ? holds(text, name) : words.every((word) => folded(text).includes(` ${word} `))
}

const has = (part: Part, language: Language, text: string, programme: Programme): boolean => {
  const rest = without(text, [programme.brand, programme.name])
  switch (part) {
    case 'brand':
      return programme.brand.trim() === '' || holds(text, programme.brand)
    case 'programme':
      return saysProgramme(text, programme.name)
    case 'frequency':
      return saysFrequency(text, language, programme.most, programme.per)
    case 'rates':
      return RATES.test(folded(text))
    case 'purchase':
      return programme.purpose === 'service' || PURCHASE.test(folded(text))
    case 'contact':
      return holds(text, contactOf(language, programme.contact)) || REACHABLE.test(rest)
    case 'help':
    case 'stop':
    case 'yes':
      return says(text, rest, WORD[part][language])
  }
}

/** What a text lacks of what the rules ask for, in the order of the rules; empty when it may be sent. */
export const missingParts = (kind: ProgrammeKind, language: Language, text: string, programme: Programme): readonly Part[] =>
  REQUIRED[kind].filter((part) => !has(part, language, text, programme))

const LINK = /(https?:|www\.|\b[a-z0-9-]+\.(com|net|org|shop|store|io|co|app|link|ly|me|fr|ca|us|uk|eu|be|ch|lu)\b)/iu
const PRICE = /([$€£]\s?\d|\d\s?[$€£%]|\b\d+\s?(percent|pour\s?cent|dollars?|euros?|usd|eur|cad|gbp)\b)/iu
const OFFER = /\b(offers?|sales?|deals?|discounts?|promos?|promotions?|free|save|saves?|win|coupons?|vouchers?|gift|gifts|offres?|soldes?|reductions?|remises?|gratuite?s?|gratuitement|gagnez|cadeaux?|bons? plans?|rabais)\b/

/** What a text must not say. Only the confirmation of a stop may hold no promotion; none may be a word itself. */
export const excessParts = (kind: ProgrammeKind, text: string, programme: Programme): readonly Excess[] => {
  const found: Excess[] = []
  if (readKeyword(text) !== null) found.push('echo')
  if (kind !== 'stopped') return found
  const rest = without(text, [programme.brand, programme.name])
  if (LINK.test(rest)) found.push('link')
  if (PRICE.test(rest)) found.push('price')
  if (OFFER.test(folded(rest))) found.push('offer')
  if (countSegmentsCautious(text).segments > LONGEST_GOODBYE) found.push('long')
  return found
}

/**
 * The text that is sent: the owner's own, as long as nothing that the rules require went missing from it (the shop or the
 * programme may have got another name since it was saved); else Deskbell's.
 */
export const textInUse = (choice: ProgrammeChoice, businessName: string, kind: ProgrammeKind, language: Language, purpose: Purpose = 'marketing'): string => {
  const programme = programmeOf(choice, businessName, language, purpose)
  const own = purpose === 'marketing' || kind === 'help' || kind === 'stopped' ? choice.texts[language][kind].trim() : ''
  return own !== '' && missingParts(kind, language, own, programme).length === 0 && excessParts(kind, own, programme).length === 0 ? own : suggestedText(kind, language, programme)
}

/** What a wording beside a box lacks, whatever it calls the programme. */
export const missingFromDisclosure = (purpose: Purpose, language: Language, text: string, brand: string): readonly Part[] => {
  const rest = without(text, [brand])
  const holdsPart: Readonly<Partial<Record<Part, boolean>>> = {
    brand: brand.trim() === '' || holds(text, brand),
    frequency: saysSomeFrequency(text),
    purchase: purpose === 'service' || PURCHASE.test(folded(text)),
    rates: RATES.test(folded(text)),
    help: says(text, rest, WORD.help[language]),
    stop: says(text, rest, WORD.stop[language]),
  }
  return disclosureParts(purpose).filter((part) => holdsPart[part] === false)
}

/** What a whole message answers to a question of ours; null for anything else. START says yes as well. */
export const confirmAnswer = (text: string): 'yes' | 'no' | null => (readKeyword(text) === 'start' ? 'yes' : text.length <= 60 && NO.has(foldWord(text)) ? 'no' : null)
const NO = new Set(['no', 'non', 'nope', 'no thanks', 'no thank you', 'non merci'])
/** A yes that, unlike START, brings nothing else back with it. */
export const isPlainYes = (text: string): boolean => ['yes', 'oui'].includes(foldWord(text))
