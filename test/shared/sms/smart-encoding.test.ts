import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countSegments } from '../../../shared/sms/segments.ts'
import { replaceable, smartEncode, smartReplacement } from '../../../shared/sms/smart-encoding.ts'
import table from '../../../shared/sms/smart-encoding.json' with { type: 'json' }
import data from './segment-vectors.json' with { type: 'json' }

describe('smartEncode', () => {
  test.each(data.smart_encoding.map((vector) => [JSON.stringify(vector.text.slice(0, 30)), vector] as const))('vector: %s', (_name, vector) => {
    expect(smartEncode(vector.text)).toBe(vector.smart_text)
    expect(countSegments(vector.text)).toMatchObject(vector.before)
    expect(countSegments(vector.smart_text)).toMatchObject(vector.after)
  })

  test('every character of the table becomes what the table says, and GSM-7', () => {
    for (const [char, replacement] of Object.entries(table)) {
      expect(smartEncode(`a${char}b`)).toBe(`a${replacement}b`)
      expect(countSegments(replacement).encoding).toBe('GSM-7')
    }
  })

  test('leaves letters alone that GSM-7 lacks', () => {
    expect(smartEncode('ç á í ó ú ™ ê 😀')).toBe('ç á í ó ú ™ ê 😀')
    expect(smartReplacement('ç')).toBeNull()
    expect(smartReplacement('constructor')).toBeNull()
  })

  const anyText = fc.string({ unit: fc.oneof(fc.constantFrom(...Object.keys(table)), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), maxLength: 200 })

  test('twice is the same as once, and nothing replaceable is left', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = smartEncode(text)
        expect(smartEncode(once)).toBe(once)
        expect(replaceable(once)).toEqual([])
      }),
    )
  })

  test('replaceable tells of every change and only of changes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let replaced = text
        for (const { char, replacement, count } of replaceable(text)) {
          expect(text.split(char).length - 1).toBe(count)
          replaced = replaced.replaceAll(char, () => replacement)
        }
        expect(replaced).toBe(smartEncode(text))
      }),
    )
  })

  test('lists each character once with its count', () => {
    expect(replaceable('It’s “here”… isn’t it')).toEqual([
      { char: '’', replacement: "'", count: 2 },
      { char: '“', replacement: '"', count: 1 },
      { char: '”', replacement: '"', count: 1 },
      { char: '…', replacement: '...', count: 1 },
    ])
  })
})
