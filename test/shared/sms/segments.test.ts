import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countSegments, countSegmentsCautious, segmentDetails } from '../../../shared/sms/segments.ts'
import { smartEncode } from '../../../shared/sms/smart-encoding.ts'
import data from './segment-vectors.json' with { type: 'json' }

type Expected = { encoding: string; segments: number; units: number; twilio_calculator?: number }

/** Characters a shop's message may hold, weighted so that every boundary case comes up. */
const messageText = (max: number) =>
  fc.string({
    unit: fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...'abcdefghij KLMNOP0123éèàñ\n') },
      { weight: 4, arbitrary: fc.constantFrom(...'€[]{}^~|\\\f') },
      { weight: 1, arbitrary: fc.constantFrom('’', 'ê', '😀', '🇫🇷', '❤️', 'e\u0301', '\r\n', '👩‍👩‍👧', '\ud83d', '\ude00', 'क्षि') },
    ),
    maxLength: max,
  })

/** The slow, obvious reading of the standard: put whole characters into parts one after the other. */
const countByHand = (text: string) => {
  const basic = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
  const extension = '\f^{}\\[~]|€'
  const chars = [...text]
  const gsm = chars.every((char) => basic.includes(char) || extension.includes(char))
  const cost = (char: string) => (gsm ? (extension.includes(char) ? 2 : 1) : char.length)
  const units = chars.reduce((sum, char) => sum + cost(char), 0)
  const [single, part] = gsm ? [160, 153] : [70, 67]
  if (units <= single!) return { encoding: gsm ? 'GSM-7' : 'UCS-2', units, segments: units === 0 ? 0 : 1 }
  const parts = [0]
  for (const char of chars) {
    if (parts.at(-1)! + cost(char) > part!) parts.push(0)
    parts[parts.length - 1]! += cost(char)
  }
  return { encoding: gsm ? 'GSM-7' : 'UCS-2', units, segments: parts.length }
}

describe('countSegments', () => {
  test.each(data.vectors.map((vector) => [vector.name, vector] as const))('vector: %s', (_name, vector) => {
    const { encoding, units, segments } = vector
    expect(countSegments(vector.text)).toEqual({ encoding, units, segments })
    expect(countSegmentsCautious(vector.text)).toEqual({ encoding, units, segments })
  })

  test.each(data.disagreements.map((vector) => [vector.name, vector] as const))('disagreement: %s', (_name, vector) => {
    const { encoding, units, segments, twilio_calculator: twilio = segments }: Expected = vector.right
    expect(countSegments(vector.text)).toEqual({ encoding, units, segments })
    expect(countSegmentsCautious(vector.text)).toEqual({ encoding, units, segments: Math.max(segments, twilio) })
  })

  test('an empty text costs nothing', () => {
    expect(countSegments('')).toEqual({ encoding: 'GSM-7', units: 0, segments: 0 })
  })

  test('a cluster longer than a segment wastes none before it', () => {
    expect(countSegmentsCautious(`e${'\u0301'.repeat(67)}${'я'.repeat(66)}`)).toEqual({ encoding: 'UCS-2', units: 134, segments: 2 })
  })

  test('agrees with the obvious reading of the standard', () => {
    fc.assert(
      fc.property(messageText(700), (text) => {
        expect(countSegments(text)).toEqual(countByHand(text))
      }),
      { numRuns: 500 },
    )
  })

  test('a longer text never costs less, and caution never lowers a count', () => {
    fc.assert(
      fc.property(messageText(400), messageText(200), (text, more) => {
        const short = countSegments(text)
        const long = countSegments(text + more)
        expect(long.segments).toBeGreaterThanOrEqual(short.segments)
        expect(countSegmentsCautious(text + more).segments).toBeGreaterThanOrEqual(long.segments)
      }),
    )
  })
})

describe('segmentDetails', () => {
  test('counts as the cautious count does', () => {
    fc.assert(
      fc.property(messageText(500), (text) => {
        const { encoding, units, segments } = segmentDetails(text)
        expect({ encoding, units, segments }).toEqual(countSegmentsCautious(text))
      }),
    )
  })

  test('exactly unitsLeft more plain characters still fit, and one more does not', () => {
    fc.assert(
      fc.property(messageText(400), (text) => {
        const { encoding, segments, unitsLeft } = segmentDetails(text)
        expect(unitsLeft).toBeGreaterThanOrEqual(0)
        const plain = encoding === 'GSM-7' ? 'a' : 'я'
        const filled = text + plain.repeat(unitsLeft)
        expect(segmentDetails(filled).segments).toBe(Math.max(1, segments))
        expect(segmentDetails(filled + plain).segments).toBe(Math.max(1, segments) + 1)
      }),
      { numRuns: 500 },
    )
  })

  test('counts down from 160, then from 153', () => {
    expect(segmentDetails('')).toEqual({ encoding: 'GSM-7', units: 0, segments: 0, unitsLeft: 160, unitsPerSegment: 160, unicodeCharacters: [] })
    expect(segmentDetails('a'.repeat(160))).toMatchObject({ segments: 1, unitsLeft: 0, unitsPerSegment: 160 })
    expect(segmentDetails('a'.repeat(161))).toMatchObject({ segments: 2, unitsLeft: 145, unitsPerSegment: 153 })
    expect(segmentDetails(`${'a'.repeat(152)}€${'a'.repeat(10)}`)).toMatchObject({ segments: 2, unitsLeft: 141 })
  })

  test('names the characters that force Unicode once each, in order, with their replacement', () => {
    expect(segmentDetails('It’s 5 €… it’s ê 😀\u200b').unicodeCharacters).toEqual([
      { char: '’', codePoint: 'U+2019', index: 2, replacement: "'" },
      { char: '…', codePoint: 'U+2026', index: 8, replacement: '...' },
      { char: 'ê', codePoint: 'U+00EA', index: 15, replacement: null },
      { char: '😀', codePoint: 'U+1F600', index: 17, replacement: null },
      { char: '\u200b', codePoint: 'U+200B', index: 19, replacement: '' },
    ])
  })

  test('a text without replaceable leftovers is GSM-7 after Smart Encoding', () => {
    fc.assert(
      fc.property(messageText(200), (text) => {
        const stuck = segmentDetails(text).unicodeCharacters.some(({ replacement }) => replacement === null)
        expect(countSegments(smartEncode(text)).encoding).toBe(stuck ? 'UCS-2' : 'GSM-7')
      }),
    )
  })
})
