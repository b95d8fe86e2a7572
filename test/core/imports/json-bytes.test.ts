import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createJsonBytes } from '../../../electron/core/imports/json-bytes.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })
const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code))
const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.array(unit, { maxLength: 20 }).map((units) => units.join('')), fc.constantFrom('', '"', '\\', 'a"b', '\u007f', '\n', 'Zoë', '😀', '\ud800', 'x'.repeat(70_000), 'é'.repeat(40_000)))

test('writes what JSON.stringify writes, whatever the text, also of lone surrogates, and takes each piece once', () => {
  const json = createJsonBytes()
  fc.assert(
    fc.property(fc.array(fc.array(texts, { minLength: 1, maxLength: 8 }), { maxLength: 5 }), (pieces) => {
      for (const piece of pieces) {
        piece.forEach((text, at) => {
          json.ascii(at === 0 ? '[' : ',')
          json.text(text)
        })
        json.ascii(']')
        expect(decoder.decode(json.take())).toBe(JSON.stringify(piece))
      }
      expect(json.take()).toHaveLength(0)
    }),
    { numRuns: 300 },
  )
})
