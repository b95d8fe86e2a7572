import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guessKind, normalise, optionsOf, readDay, readNumber, readYes, writeDay } from '../../../../shared/rules/segments/values.ts'

describe('a day', () => {
  test.each([
    ['1990-05-03', '1990-05-03'], ['1990-5-3', '1990-05-03'], ['1990-05-03T10:00:00Z', '1990-05-03'], ['1990/05/03', '1990-05-03'],
    ['3 May 1990', '1990-05-03'], ['May 3, 1990', '1990-05-03'], ['3rd of May 1990', '1990-05-03'], ['Thursday, May 3rd 1990', '1990-05-03'], ['Thu 3 May 1990', '1990-05-03'],
    ['3 mai 1990', '1990-05-03'], ['1er janvier 1980', '1980-01-01'], ['jeudi 3 mai 1990', '1990-05-03'], ['15 févr. 2001', '2001-02-15'], ['15 août', '--08-15'], ['3 DÉC 99', '1999-12-03'],
    ['3 May', '--05-03'], ['May 3', '--05-03'], ['--05-03', '--05-03'], ['--0503', '--05-03'], ['29 February', '--02-29'], ['29/02/1992', '1992-02-29'],
    ['25/12/1980', '1980-12-25'], ['12/25/1980', '1980-12-25'], ['25.12.80', '1980-12-25'], ['3-5-29', '2029-05-03'], ['3/5/30', '1930-05-03'], ['03/05/1990 00:00', '1990-05-03'],
  ])('%j is %s, days first', (text, day) => {
    expect(writeDay(readDay(text, 'dmy')!)).toBe(day)
  })
  test('3/5 follows the order', () => {
    expect(readDay('3/5/1990', 'dmy')).toEqual({ year: 1990, month: 5, day: 3 })
    expect(readDay('3/5/1990', 'mdy')).toEqual({ year: 1990, month: 3, day: 5 })
  })
  test.each(['', 'soon', '30 February', '29/02/1990', '32/01/1990', '0/0/0', '12', '1990', '3 maybe 1990', '555-0143', '2025550143', '1 2 3 4', 'May'])('%j is none', (text) => {
    expect(readDay(text, 'dmy')).toBeNull()
  })
  test('what is written is read again, whatever the order', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), fc.boolean(), fc.constantFrom('dmy' as const, 'mdy' as const), (date, whole, order) => {
        const day = { year: whole ? date.getUTCFullYear() : null, month: date.getUTCMonth() + 1, day: date.getUTCDate() }
        expect(readDay(writeDay(day), order)).toEqual(day)
      }),
    )
  })
  test('reading anything at all ends at once and without an exception', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => void readDay(text, 'dmy')))
    expect(readDay('1 '.repeat(5_000), 'dmy')).toBeNull()
  })
})

describe('a number', () => {
  test.each([
    ['12', 12], ['-3', -3], ['+7', 7], ['12.5', 12.5], ['12,5', 12.5], ['1,234', 1234], ['1 234', 1234], ['1 234,50', 1234.5], ['1,234.50', 1234.5], ['1.234,50', 1234.5],
    ['1,234,567', 1234567], ['1.234.567', 1234567], ['€12', 12], ['12 €', 12], ['$ 1,000', 1000], ['15 %', 15], ['1’234', 1234], ['.5', 0.5], ['0,125', 0.125], ['−4', -4], ['1.234', 1.234],
  ])('%j is %d', (text, number) => {
    expect(readNumber(text)).toBe(number)
  })
  test.each(['', 'x', '1-2', '12 34', '1e5', '--1', '€', '1.2.3', '0x10', '12/05', '+1 202 555 0143'])('%j is none', (text) => {
    expect(readNumber(text)).toBeNull()
  })
})

test.each([['Yes', true], ['OUI', true], ['x', true], ['1', true], ['vrai', true], ['no', false], ['Non', false], ['0', false], ['faux', false], ['perhaps', null], ['', null]])('%j says %j', (text, yes) => {
  expect(readYes(text)).toBe(yes)
})

describe('the kind of a field', () => {
  const many = (...values: readonly string[]) => Array.from({ length: 40 }, (_, i) => values[i % values.length]!)
  test.each([
    [many('3 May 1990', '12/12/1980'), 'date'], [many('1990-05-03'), 'date'], [many('12', '7', '3.5'), 'number'], [many('yes', 'no', 'Yes'), 'yes-no'], [many('0', '1'), 'yes-no'],
    [many('S', 'M', 'L', 'm'), 'choice'], [many('75001', '01000'), 'choice'], [['S', 'M'], 'text'], [[], 'text'], [['', ' '], 'text'],
    [Array.from({ length: 40 }, (_, i) => `likes tea number ${i}`), 'text'], [Array.from({ length: 40 }, (_, i) => `0${i}123`), 'text'], [Array.from({ length: 40 }, (_, i) => `20255501${i}99000`), 'text'],
  ] as const)('%j is guessed as %s', (values, kind) => {
    expect(guessKind(values, 'mdy').kind).toBe(kind)
  })
  test('the order of days is seen in the values, or is the usual one', () => {
    expect(guessKind(many('25/12/1980', '3/5/1990'), 'mdy').dateOrder).toBe('dmy')
    expect(guessKind(many('12/25/1980'), 'dmy').dateOrder).toBe('mdy')
    expect(guessKind(many('3/5/1990'), 'dmy').dateOrder).toBe('dmy')
  })
  test('choices are each spelled as most people are', () => {
    expect(optionsOf(['M', 'm', 'M', 'S'])).toEqual(['M', 'S'])
  })
})

test.each([
  ['3 mai 1990', 'date', '1990-05-03'], ['soon', 'date', null], ['1 234,5', 'number', '1234.5'], ['many', 'number', null], ['oui', 'yes-no', 'yes'], ['N', 'yes-no', 'no'], ['medium', 'choice', 'Médium'],
  ['other', 'choice', null], ['  as it is ', 'text', 'as it is'], ['', 'date', ''],
] as const)('%j as %s is written %j', (text, kind, written) => {
  expect(normalise(text, { kind, options: ['Small', 'Médium'], dateOrder: 'dmy' })).toBe(written)
})
