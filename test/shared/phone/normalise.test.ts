import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseWithLibrary } from '../../../shared/phone/library.ts'
import { normaliseNumber, numbersInCell, pickNumber, type CountryCode, type PhoneResult } from '../../../shared/phone/normalise.ts'

const e164 = (raw: string, country: CountryCode) => {
  const result = normaliseNumber(raw, country)
  return result.ok ? result.e164 : result.reason
}

describe('normaliseNumber', () => {
  test.each<[string, CountryCode, string]>([
    ['2025550143', 'US', '+12025550143'],
    ['(202) 555-0143', 'US', '+12025550143'],
    ['202.555.0143', 'US', '+12025550143'],
    ['1-202-555-0143', 'US', '+12025550143'],
    ['+1 202 555 0143', 'FR', '+12025550143'],
    ["'+12025550143", 'US', '+12025550143'],
    ['’2025550143', 'US', '+12025550143'],
    ['202\u00a0555\u00a00143', 'US', '+12025550143'],
    ['202\u202f555\u202f0143', 'US', '+12025550143'],
    ['\u202a+12025550143\u202c', 'US', '+12025550143'],
    ['\u200e202-555-0143\u200f', 'US', '+12025550143'],
    ['２０２５５５０１４３', 'US', '+12025550143'],
    ['202‑555‑0143', 'US', '+12025550143'],
    ['202–555–0143', 'US', '+12025550143'],
    ['202/555/0143', 'US', '+12025550143'],
    ['tel:+12025550143', 'US', '+12025550143'],
    ['Tél. : 06 39 98 12 34', 'FR', '+33639981234'],
    ['Mobile 06 39 98 12 34', 'FR', '+33639981234'],
    ['06 39 98 12 34 (portable)', 'FR', '+33639981234'],
    ['202-555-0143 ext 12', 'US', '+12025550143'],
    ['202-555-0143x12', 'US', '+12025550143'],
    ['202-555-0143 #12', 'US', '+12025550143'],
    ['01 99 00 12 34, poste 12', 'FR', '+33199001234'],
    ['06 39 98 12 34', 'FR', '+33639981234'],
    ['06.39.98.12.34', 'FR', '+33639981234'],
    ['06-39-98-12-34', 'FR', '+33639981234'],
    ['639981234', 'FR', '+33639981234'],
    ['33639981234', 'FR', '+33639981234'],
    ['0033 6 39 98 12 34', 'FR', '+33639981234'],
    ['0033 6 39 98 12 34', 'US', '+33639981234'],
    ['+0033 6 39 98 12 34', 'US', '+33639981234'],
    ['011 33 6 39 98 12 34', 'US', '+33639981234'],
    ['+33 (0)6 39 98 12 34', 'FR', '+33639981234'],
    ['+33 (0)6 39 98 12 34', 'US', '+33639981234'],
    ['0033 (0)6 39 98 12 34', 'FR', '+33639981234'],
    ['07700 900123', 'GB', '+447700900123'],
    ['7700900123', 'GB', '+447700900123'],
    ['+44 (0)7700 900123', 'US', '+447700900123'],
    ['1.2025550143E+10', 'US', '+12025550143'],
    ['1,2025550143E+10', 'US', '+12025550143'],
    ['1.2025550143e10', 'US', '+12025550143'],
    ['2.025550143E+09', 'US', '+12025550143'],
    ['3.3639981234E+10', 'FR', '+33639981234'],
    ['6.39981234E+8', 'FR', '+33639981234'],
    ['12025550143.0', 'US', '+12025550143'],
    ['2025550143.00', 'US', '+12025550143'],
    ['639981234,0', 'FR', '+33639981234'],
    ['2,025,550,143', 'US', '+12025550143'],
  ])('%j in %s is %s', (raw, country, expected) => {
    expect(e164(raw, country)).toBe(expected)
  })

  test.each<[string, CountryCode, string]>([
    ['', 'US', 'empty'],
    ['  \u00a0', 'US', 'empty'],
    ["'", 'US', 'empty'],
    ['n/a', 'US', 'no-digits'],
    ['none', 'US', 'no-digits'],
    ['-', 'FR', 'no-digits'],
    ['1.20256E+10', 'US', 'excel-lost-digits'],
    ['1,20256E+10', 'US', 'excel-lost-digits'],
    ['6.4E+08', 'FR', 'excel-lost-digits'],
    ['1-800-FLOWERS', 'US', 'letters'],
    ['ask for Anna 202 555 0143', 'US', 'letters'],
    ['555-0143', 'US', 'too-short'],
    ['06 39 98 12', 'FR', 'too-short'],
    ['202 555 01433', 'US', 'too-long'],
    ['06 39 98 12 34 5', 'FR', 'too-long'],
    ['33639981234', 'US', 'too-long'],
    ['12025550143202555014320255501432025550143', 'US', 'too-long'],
    ['000 000 0000', 'US', 'invalid'],
    ['155 555 0143', 'US', 'invalid'],
    ['1.5E+05', 'US', 'excel-lost-digits'],
    ['911', 'US', 'not-textable'],
    ['112', 'FR', 'not-textable'],
    ['36111', 'FR', 'not-textable'],
    ['900 555 0143', 'US', 'not-textable'],
    ['0899 00 00 00', 'FR', 'not-textable'],
    ['310 5550', 'CA', 'not-textable'],
    ['+999 555 0143', 'US', 'invalid'],
  ])('%j in %s is refused: %s', (raw, country, reason) => {
    expect(normaliseNumber(raw, country)).toEqual({ ok: false, reason })
  })

  test('a float with one decimal is not read as one digit more', () => {
    expect(normaliseNumber('1202555014.0', 'US')).toMatchObject({ ok: false })
    expect(e164('2025550143.0', 'US')).toBe('+12025550143')
  })

  test.each<[string, CountryCode, PhoneResult]>([
    ['0199001234', 'FR', { ok: true, e164: '+33199001234', country: 'FR', type: 'landline' }],
    ['0261910012', 'FR', { ok: true, e164: '+33261910012', country: 'FR', type: 'landline' }],
    ['0536490012', 'FR', { ok: true, e164: '+33536490012', country: 'FR', type: 'landline' }],
    ['0639981234', 'FR', { ok: true, e164: '+33639981234', country: 'FR', type: 'mobile' }],
    ['07700 900123', 'GB', { ok: true, e164: '+447700900123', country: 'GB', type: 'mobile' }],
    ['8005550143', 'US', { ok: true, e164: '+18005550143', country: 'US', type: 'toll-free' }],
    ['4165550143', 'US', { ok: true, e164: '+14165550143', country: 'CA', type: 'mobile-or-landline' }],
    ['5005550143', 'US', { ok: true, e164: '+15005550143', country: 'US', type: 'other' }],
  ])('type of %s in %s', (raw, country, expected) => {
    expect(normaliseNumber(raw, country)).toEqual(expected)
  })

  // Made of digits and punctuation by chance, nobody's number is written here.
  const digits = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
  const written = fc
    .tuple(
      fc.constantFrom('', '', '+', '1', '+1', '+33', '0', '33', '(', "'", '00', '+1 ('),
      fc.array(fc.oneof({ weight: 5, arbitrary: digits(3) }, digits(2), digits(1), digits(4), fc.constantFrom('.0', '') ), { minLength: 2, maxLength: 5 }),
      fc.array(fc.constantFrom('', '', '', ' ', '-', '.', ') ', ')', '(', '--', '\u00a0', '/', '+', ' - '), { minLength: 5, maxLength: 5 }),
    )
    .map(([start, groups, breaks]) => start + groups.map((group, i) => group + breaks[i]).join(''))

  test('the fast path never disagrees with the library, however a number is written', () => {
    fc.assert(
      fc.property(written, fc.constantFrom<CountryCode>('US', 'CA', 'PR', 'FR', 'GB'), (raw, country) => {
        expect(normaliseNumber(raw, country)).toEqual(normaliseWithLibrary(raw, country))
      }),
      { numRuns: 10_000 },
    )
  })

  test('nor over 200,000 plain numbers', () => {
    let seed = 20_260_101
    const chance = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((seed / 2 ** 32) * below)
    }
    const some = (count: number) => Array.from({ length: count }, () => chance(10)).join('')
    const shapes: readonly [CountryCode, () => string][] = [
      ['US', () => some(10)],
      ['US', () => `(${2 + chance(8)}${some(2)}) ${2 + chance(8)}${some(2)}-${some(4)}`],
      ['CA', () => `1${2 + chance(8)}${some(9)}`],
      ['FR', () => `+1 5${some(2)} ${some(3)} ${some(4)}`],
      ['FR', () => `0${some(9)}`],
      ['FR', () => `${some(1)} ${some(2)} ${some(2)} ${some(2)} ${some(2)}`],
      ['US', () => `+33${some(9)}`],
      ['US', () => `'+1${some(10)}`],
      ['US', () => `1.${some(10)}E+10`],
      ['FR', () => `${1 + chance(9)},${some(8)}E+08`],
      ['US', () => `${some(10)}.0`],
    ]
    const differences: unknown[] = []
    for (let i = 0; i < 200_000; i++) {
      const [country, write] = shapes[i % shapes.length]!
      const raw = write()
      const [fast, slow] = [normaliseNumber(raw, country), normaliseWithLibrary(raw, country)]
      if (JSON.stringify(fast) !== JSON.stringify(slow)) differences.push({ raw, country, fast, slow })
    }
    expect(differences).toEqual([])
  })

  test('what it gave, it gives again', () => {
    fc.assert(
      fc.property(written, fc.constantFrom<CountryCode>('US', 'FR', 'GB'), (raw, country) => {
        const once = normaliseNumber(raw, country)
        fc.pre(once.ok)
        if (once.ok) expect(normaliseNumber(once.e164, 'US')).toEqual(once)
      }),
    )
  })

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (raw) => {
        expect(typeof normaliseNumber(raw, 'US').ok).toBe('boolean')
        expect(numbersInCell(raw, 'FR').length).toBeGreaterThan(0)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('numbersInCell', () => {
  const all = (raw: string, country: CountryCode) => numbersInCell(raw, country).map((result) => (result.ok ? result.e164 : result.reason))

  test.each<[string, CountryCode, string[]]>([
    ['202-555-0143', 'US', ['+12025550143']],
    ['202-555-0143 ::: 202-555-0144', 'US', ['+12025550143', '+12025550144']],
    ['2025550143;2025550144', 'US', ['+12025550143', '+12025550144']],
    ['2025550143, 2025550144, 2025550145', 'US', ['+12025550143', '+12025550144', '+12025550145']],
    ['01 99 00 12 34 / 06 39 98 12 34', 'FR', ['+33199001234', '+33639981234']],
    ['01 99 00 12 34 ou 06 39 98 12 34', 'FR', ['+33199001234', '+33639981234']],
    ['202-555-0143 or 202-555-0144', 'US', ['+12025550143', '+12025550144']],
    ['202-555-0143\n202-555-0144', 'US', ['+12025550143', '+12025550144']],
    ['202-555-0143;', 'US', ['+12025550143']],
    ['202-555-0143; n.c.', 'US', ['+12025550143']],
    ['202/555/0143', 'US', ['+12025550143']],
    ['06/39/98/12/34', 'FR', ['+33639981234']],
    ['1,2025550143E+10', 'US', ['+12025550143']],
    ['2,025,550,143', 'US', ['+12025550143']],
    ['202-555-0143, ext 12', 'US', ['+12025550143']],
    ['202-555-0143, ext 1234567', 'US', ['+12025550143']],
    ['', 'US', ['empty']],
    ['; ;', 'US', ['no-digits']],
  ])('%j in %s', (raw, country, expected) => {
    expect(all(raw, country)).toEqual(expected)
  })
})

describe('pickNumber', () => {
  test('prefers a mobile, then what may be one, then anything', () => {
    const pick = (raw: string) => {
      const result = pickNumber(numbersInCell(raw, 'FR'))
      return result.ok ? result.e164 : result.reason
    }
    expect(pick('01 99 00 12 34 / 06 39 98 12 34')).toBe('+33639981234')
    expect(pick('01 99 00 12 34 / +1 202 555 0143')).toBe('+12025550143')
    expect(pick('+1 800 555 0143 / +1 202 555 0143 / 06 39 98 12 34')).toBe('+33639981234')
    expect(pick('01 99 00 12 34')).toBe('+33199001234')
    expect(pick('0639981 / 06 39 98 12 34')).toBe('+33639981234')
    expect(pick('06 39 98 1')).toBe('too-short')
    expect(pickNumber([])).toEqual({ ok: false, reason: 'empty' })
  })
})
