import { describe, expect, test } from 'vitest'
import prefixes from '../../../shared/phone/phone-time-zones.json' with { type: 'json' }
import { isTollFree, placesOf } from '../../../shared/rules/places.ts'
import { COUNTRY_AREA_CODES, STATES, TERRITORIES, TOLL_FREE } from '../../../shared/rules/places-data.ts'

const places = (number: string, country: string | null = null, region: string | null = null, postalCode: string | null = null) =>
  placesOf({ number, country, region, postalCode })
const ALL_STATES = Object.keys(STATES).filter((code) => !TERRITORIES.includes(code)).map((code) => `US-${code}`).sort()

/** Each capital: its area code and postal code. */
const CAPITALS: Readonly<Record<string, readonly [areaCode: string, zip: string]>> = {
  AL: ['334', '36104'], AK: ['907', '99801'], AZ: ['602', '85001'], AR: ['501', '72201'], CA: ['916', '95814'], CO: ['303', '80202'], CT: ['860', '06103'],
  DE: ['302', '19901'], DC: ['202', '20001'], FL: ['850', '32301'], GA: ['404', '30303'], HI: ['808', '96813'], ID: ['208', '83702'], IL: ['217', '62701'],
  IN: ['317', '46204'], IA: ['515', '50309'], KS: ['785', '66603'], KY: ['502', '40601'], LA: ['225', '70802'], ME: ['207', '04330'], MD: ['410', '21401'],
  MA: ['617', '02108'], MI: ['517', '48933'], MN: ['651', '55102'], MS: ['601', '39201'], MO: ['573', '65101'], MT: ['406', '59601'], NE: ['402', '68508'],
  NV: ['775', '89701'], NH: ['603', '03301'], NJ: ['609', '08608'], NM: ['505', '87501'], NY: ['518', '12207'], NC: ['919', '27601'], ND: ['701', '58501'],
  OH: ['614', '43215'], OK: ['405', '73102'], OR: ['503', '97301'], PA: ['717', '17101'], RI: ['401', '02903'], SC: ['803', '29201'], SD: ['605', '57501'],
  TN: ['615', '37219'], TX: ['512', '78701'], UT: ['801', '84111'], VT: ['802', '05602'], VA: ['804', '23219'], WA: ['360', '98501'], WV: ['304', '25301'],
  WI: ['608', '53703'], WY: ['307', '82001'],
}

describe.each(Object.entries(CAPITALS))('%s', (state, [areaCode, zip]) => {
  test('by area code, postal code, code and name', () => {
    const expected = [`US-${state}`]
    expect(places(`+1${areaCode}5550123`, 'US')).toEqual(expected)
    const elsewhere = `+1${state === 'NY' ? '307' : '212'}5550123`
    for (const postalCode of [zip, `${zip}-1234`, ` ${zip} `]) expect(places(elsewhere, 'US', '', postalCode)).toEqual(expected)
    for (const region of [state, state.toLowerCase(), STATES[state]![0], STATES[state]![0].toUpperCase()]) expect(places(elsewhere, 'US', region, '')).toEqual(expected)
    expect(places(elsewhere, 'US', state, zip)).toEqual(expected)
  })
})

test('every state is known, and no area code twice', () => {
  expect(ALL_STATES).toEqual(Object.keys(CAPITALS).map((state) => `US-${state}`).sort())
  const codes = [...Object.values(STATES).map(([, codes]) => codes), ...Object.values(COUNTRY_AREA_CODES), TOLL_FREE.join(' ')].flatMap((list) => list.split(' '))
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes.filter((code) => !/^[2-9]\d\d$/.test(code))).toEqual([])
})

test('every area code that has a time zone has a place', () => {
  const codes = Object.keys(prefixes).filter((prefix) => /^1\d{3}$/.test(prefix))
  expect(codes.length).toBeGreaterThan(400)
  expect(codes.filter((code) => places(`+${code}5550123`).length !== 1)).toEqual([])
})

describe('beyond the states', () => {
  test.each([
    ['Toronto', '+14165550123', 'CA', '', '', ['CA']],
    ['Puerto Rico', '+17875550123', 'PR', '', '', ['US-PR']],
    ['Jamaica', '+18765550123', 'JM', '', '', ['JM']],
    ['Paris', '+33639980000', 'FR', 'Île-de-France', '75011', ['FR']],
    ['Strasbourg', '+33639980000', 'FR', '', '67000', ['FR-AM']],
    ['a French mobile on Réunion', '+33639980000', 'FR', '', '97400', ['FR-RE']],
    ['Guadeloupe', '+590690000000', 'GP', '', '', ['FR-GP']],
    ['French Guiana', '+594694000000', null, '', '', ['FR-GF']],
    ['Martinique', '+596696000000', 'MQ', '', '97200', ['FR-MQ']],
    ['Réunion or Mayotte', '+262692000000', null, '', '', ['FR-RE', 'FR-YT']],
    ['London', '+447700900123', 'GB', '', 'SW1A 1AA', ['GB']],
    ['Jersey', '+447700900123', 'JE', '', '', ['GB']],
    ['Belgium', '+32470000000', 'BE', '', '', ['BE']],
    ['Belgium, not said', '+32470000000', null, null, null, ['*']],
  ] as const)('%s', (_, number, country, region, postalCode, expected) => {
    expect(places(number, country, region, postalCode)).toEqual(expected)
  })
})

describe('not knowing gives every candidate', () => {
  test('toll-free may be anywhere in the United States or Canada', () => {
    expect(places('+18005550123')).toEqual(['CA', ...ALL_STATES])
    expect(places('+18335550123', 'US')).toEqual(ALL_STATES)
    expect(places('+18885550123', 'CA')).toEqual(['CA'])
    expect(places('+18005550123', 'US', '', '33101')).toEqual(['US-FL'])
    expect([isTollFree('+18775550123'), isTollFree('+18195550123'), isTollFree('+448005550123')]).toEqual([true, false, false])
  })
  test('an area code nobody knows', () => {
    expect(places('+13335550123')).toEqual(['CA', ...ALL_STATES])
    expect(places('+13335550123', 'US')).toEqual(ALL_STATES)
  })
  test('a postal code of two states, and one of a soldier', () => {
    expect(places('+12125550123', 'US', '', '83414')).toEqual(['US-ID', 'US-WY'])
    expect(places('+13055550123', 'US', '', '09012')).toEqual(['US-FL'])
  })
  test('what disagrees', () => {
    expect(places('+12125550123', 'US', 'Texas', '33101')).toEqual(['US-FL', 'US-TX'])
    expect(places('+33639980000', 'US', 'FL', '')).toEqual(['FR', 'US-FL'])
    expect(places('+12125550123', 'FR')).toEqual(['FR', 'US-NY'])
    expect(places('+12125550123', 'US', '', 'M5V 2T6')).toEqual(['CA', 'US-NY'])
    expect(places('+14165550123', 'CA', '', '33101')).toEqual(['CA', 'US-FL'])
    expect(places('+32470000000', 'US')).toEqual(ALL_STATES)
  })
  test('nonsense is as good as nothing', () => {
    expect(places('+13055550123', 'US', 'constructor', '3310')).toEqual(['US-FL'])
    expect(places('+13055550123', '', '', '')).toEqual(['US-FL'])
    expect(places('', null, null, null)).toEqual(['*'])
  })
})

test('equal answers are one frozen list', () => {
  expect(places('+13055550123')).toBe(places('+18505550123', 'US'))
  expect(Object.isFrozen(places('+13055550123'))).toBe(true)
})
