import { expect, it } from 'vitest'
import { seededRandom } from '../../../electron/core/environment.ts'
import { normaliseWithLibrary } from '../../../shared/phone/library.ts'
import { normaliseNumber } from '../../../shared/phone/normalise.ts'
import { mixedNumber } from '../../support/mixed-numbers.ts'

// A million of them: npm run bench -- numbers.
it('the quick way and the library agree on 20,000 mixed numbers', () => {
  const random = seededRandom(20_260_601)
  let quick = 0
  for (let i = 0; i < 20_000; i++) {
    const { raw, country } = mixedNumber(random)
    const found = normaliseNumber(raw, country)
    if (found.ok) quick++
    expect(found, `${raw} in ${country}`).toEqual(normaliseWithLibrary(raw, country))
  }
  // Else the mixture would prove nothing.
  expect(quick).toBeGreaterThan(5_000)
})
