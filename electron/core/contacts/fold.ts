/** Letters as people forget them: no case, no accents, ligatures taken apart. */

const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ı: 'i' }

// eslint-disable-next-line no-control-regex -- plain ASCII, the common case, needs no Unicode work.
const ASCII = /^[\x00-\x7f]*$/

/** 'Élodie LE BŒUF' → 'elodie le boeuf'. Letters of other scripts stay, without their marks. */
export const fold = (text: string): string =>
  ASCII.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replaceAll(/\p{M}/gu, '')
        .toLowerCase()
        .replaceAll(/[œæßøłđı]/g, (letter) => LIGATURES[letter] ?? letter)

const PLAIN_NAME = /^[A-Za-z]+$/

/**
 * What the table is sorted by: last name, then first name, folded. People without a name come after all names,
 * by their number ('~' sorts behind every folded letter of our alphabet).
 */
export const sortName = (first: string, last: string, number: string): string => {
  // The common case needs no Unicode work.
  if (PLAIN_NAME.test(first) && PLAIN_NAME.test(last)) return `${last} ${first}`.toLowerCase()
  const name = fold(`${last} ${first}`.trim()).replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
  return name === '' ? `~${number}` : name
}

/** The pieces of a text that a search can find: runs of letters and digits, folded. */
export const pieces = (text: string): readonly string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * Text as the search table keeps it: every piece, and whole words that hold a mark inside ("o'brien", "jean-pierre",
 * "2024-05-03", "ann@example.com") once more in one piece: people leave the mark out, and an address is looked up whole.
 */
export const searchable = (text: string): string => {
  const folded = fold(text)
  const joined = folded.match(/[\p{L}\p{N}]+(?:['’.\-/@_+][\p{L}\p{N}]+)+/gu)
  return joined === null ? folded : `${folded} ${joined.map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, '')).join(' ')}`
}

/** Marks a number written backwards. A private-use character: nobody types it, and the search table takes it for a letter. */
export const BACKWARDS = '\ue000'

const TURNED = Array.from({ length: 1000 }, (_, n) => [...String(n).padStart(3, '0')].reverse().join(''))

/** The digits behind the first `from` characters, from the last to the first. */
export const reversed = (number: string, from = 1): string => {
  let result = ''
  let at = from
  for (; at + 3 <= number.length; at += 3) result = (TURNED[number.charCodeAt(at) * 100 + number.charCodeAt(at + 1) * 10 + number.charCodeAt(at + 2) - 48 * 111] as string) + result
  for (; at < number.length; at++) result = (number[at] as string) + result
  return result
}

export const backwards = (digits: string): string => BACKWARDS + reversed(digits, 0)

// Calling codes of two digits (ITU-T E.164 Annex, zones 2 to 9); 1 and 7 have one digit, all others three.
const TWO_DIGIT_CODES = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(' '),
)

/** The forms in which somebody types a number from its start, at home (2025550143, 0639981234) or abroad (33639981234), and its last part while it is being typed. */
export const forwardForms = (e164: string): string => {
  if (e164.length === 12 && e164.startsWith('+1')) return `${e164.slice(2)} ${e164.slice(5)} ${e164.slice(8)}`
  const digits = e164.slice(1)
  const codeLength = digits.startsWith('7') || digits.startsWith('1') ? 1 : TWO_DIGIT_CODES.has(digits.slice(0, 2)) ? 2 : 3
  return `${digits} 0${digits.slice(codeLength)} ${digits.slice(-8)} ${digits.slice(-4)}`
}

/**
 * The forms in which somebody types a number, by their digits: `forwardForms`, and backwards, so that any number of last
 * digits finds it. North American numbers need no form with the 1: search-query.ts takes it off.
 */
export const digitForms = (e164: string): string => `${forwardForms(e164)} ${backwards(e164.slice(1))}`
