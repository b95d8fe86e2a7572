import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capsOf } from '../../../shared/rules/fatigue.ts'
import { DAY_FIELDS, EVERYWHERE, fitsField, isWider, rulesFrom, writtenValue, type Decided, type RuleField, type RuleValue } from '../../../shared/rules/decisions.ts'
import { describeHours, isAllowed, nextAllowed } from '../../../shared/rules/hours.ts'
import { HOURS, ruleIdOf, ruleOf, type Window } from '../../../shared/rules/hours-data.ts'
import { isHoliday } from '../../../shared/rules/holidays.ts'

const places = [...Object.keys(HOURS.places), 'US-NY', 'BE']
const window: fc.Arbitrary<Window> = fc.tuple(fc.nat(1439), fc.nat(1440)).filter(([from, to]) => from < to)
const decided: fc.Arbitrary<Decided> = fc.oneof(
  fc.record({ place: fc.constantFrom(...places), field: fc.constantFrom(...DAY_FIELDS), value: fc.option(window) }),
  fc.record({ place: fc.constantFrom('FR', 'FR-AM', 'FR-RE'), field: fc.constant('holidays' as const), value: fc.boolean() }),
  fc.record({ place: fc.constantFrom(...places), field: fc.constant('cap24' as const), value: fc.option(fc.integer({ min: 1, max: 50 })) }),
  fc.record({ place: fc.constant(EVERYWHERE), field: fc.constant('service' as const), value: window }),
)
/** The last of each place and field counts. */
const newest = (all: readonly Decided[]): readonly Decided[] => [...new Map(all.map((one) => [`${one.place} ${one.field}`, one])).values()]

/** What holds, said plainly: the own decision, else the country's where the place has no rule, else what is written. */
const expected = (all: readonly Decided[], place: string, field: RuleField): RuleValue => {
  const own = all.find((one) => one.place === place && one.field === field)
  if (own !== undefined) return own.value
  if (Object.hasOwn(HOURS.places, place) || field === 'service') return writtenValue(place, field)
  return expected(all, place.includes('-') ? place.split('-')[0]! : '*', field)
}

describe('what the owner decided', () => {
  test('is what is kept, no minute more and no minute less, and nothing else changes', () => {
    fc.assert(
      fc.property(fc.array(decided, { maxLength: 12 }), fc.constantFrom(...places), fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2029, 0) }), (list, place, moment) => {
        const all = newest(list)
        const rules = rulesFrom(all)
        const at = Math.floor(moment / 60_000) * 60_000
        const [day, minutes] = [Math.floor(at / 86_400_000), (at % 86_400_000) / 60_000]
        const inside = (value: RuleValue) => value !== null && minutes >= (value as Window)[0] && minutes < (value as Window)[1]
        const who = { zones: ['UTC'], places: [place] }
        const kept = expected(all, place, 'holidays') as boolean
        const calendar = ruleOf(place).holidays
        const open = inside(expected(all, place, DAY_FIELDS[(day + 4) % 7]!)) && !(kept && calendar !== null && isHoliday(calendar, day))
        expect(isAllowed(at, who, 'marketing', rules)).toBe(open)
        if (open) expect(nextAllowed(at, who, 'marketing', rules)).toBe(at)
        expect(isAllowed(at, who, 'service', rules)).toBe(inside(expected(all, EVERYWHERE, 'service')))
        expect(capsOf([place], { perDay: 99, perWeek: 99 }, rules).rolling24).toBe((expected(all, place, 'cap24') as number | null) ?? undefined)
      }),
      { numRuns: 600 },
    )
  })

  test('nothing decided is no rules at all, which is the quicker', () => {
    expect(rulesFrom([])).toBeUndefined()
    // What no longer fits the data says nothing.
    expect(rulesFrom([{ place: 'US-TX', field: 'holidays', value: false }])).toBeUndefined()
  })

  test('is told in words', () => {
    const rules = rulesFrom([{ place: 'US-AL', field: 'sunday', value: [600, 1080] }, { place: 'US-AL', field: 'cap24', value: 2 }])
    expect(describeHours('US-AL', 'en', rules).replaceAll('\u00a0', ' ')).toBe('Alabama: 8 am to 9 pm Monday to Saturday, 10 am to 6 pm Sunday, at most 2 in any 24 hours')
  })
})

test('a country’s decision holds for its parts without a rule of their own', () => {
  const rules = rulesFrom([{ place: 'US', field: 'monday', value: null }, { place: 'US-NY', field: 'sunday', value: [600, 720] }])
  expect(ruleOf('US-OH', rules).marketing[1]).toBeNull()
  expect(ruleOf('US-NY', rules).marketing.slice(0, 2)).toEqual([[600, 720], null])
  expect(ruleOf('US-FL', rules)).toBe(HOURS.places['US-FL'])
})

test('which rule of the data a place has', () => {
  expect(['US-FL', 'US-NY', 'CA', 'BE', '*', 'toString'].map(ruleIdOf)).toEqual(['US-FL', 'US', 'CA', '*', '*', '*'])
})

test.each<[RuleField, RuleValue, RuleValue, boolean]>([
  ['sunday', null, [600, 720], true],
  ['sunday', [600, 720], null, false],
  ['monday', [480, 1260], [480, 1261], true],
  ['monday', [480, 1260], [479, 1200], true],
  ['monday', [480, 1260], [500, 1200], false],
  ['monday', [480, 1260], [480, 1260], false],
  ['holidays', true, false, true],
  ['holidays', false, true, false],
  ['cap24', 3, null, true],
  ['cap24', 3, 4, true],
  ['cap24', null, 4, false],
  ['cap24', 3, 2, false],
  ['service', [420, 1320], [400, 1320], true],
  ['service', [420, 1320], [480, 1200], false],
])('%s from %j to %j lets more through: %s', (field, than, value, wider) => {
  expect(isWider(field, than, value)).toBe(wider)
})

test.each<[string, RuleField, unknown]>([
  ['US', 'monday', [720, 720]], ['US', 'monday', [-1, 720]], ['US', 'monday', [0, 1441]], ['US', 'monday', [0.5, 60]], ['US', 'monday', true], ['US', 'cap24', 0], ['US', 'cap24', 51],
  ['US', 'cap24', [1, 2]], ['US', 'holidays', true], ['FR', 'holidays', 1], ['us', 'monday', null], [EVERYWHERE, 'monday', null], ['US', 'service', [60, 120]], [EVERYWHERE, 'service', null],
])('%s %s cannot be %j', (place, field, value) => {
  expect(fitsField(place, field, value)).toBe(false)
})
