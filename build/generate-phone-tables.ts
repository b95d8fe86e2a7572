/**
 * Writes shared/phone/plain-tables.ts from libphonenumber's metadata: run it after an update of libphonenumber-js.
 *   node build/generate-phone-tables.ts
 * Every prefix whose numbers all have one country and type gets a letter; the rest stay with the library.
 */
import { writeFileSync } from 'node:fs'
import { normaliseWithLibrary } from '../shared/phone/library.ts'

type Plan = { readonly name: string; readonly code: string; readonly rest: number; readonly first: number; readonly last: number; readonly about: string }

const PLANS: readonly Plan[] = [
  { name: 'NANP', code: '1', rest: 7, first: 200, last: 999, about: 'North America by area code, 200 to 999; the exchange must start with 2 to 9.' },
  { name: 'FRENCH', code: '33', rest: 6, first: 100, last: 999, about: 'France by the first three digits after the zero, 100 to 999.' },
]

/** Numbers that meet every alternative of a pattern: all first three digits after the prefix, two ends each. */
const samples = function* (plan: Plan, prefix: number): Generator<string> {
  for (let next = plan.code === '1' ? 200 : 0; next <= 999; next++) {
    const digits = String(next).padStart(3, '0')
    const tail = plan.rest - 3
    yield `${prefix}${digits}${'0'.repeat(tail)}`
    yield `${prefix}${digits}${'9381'.slice(0, tail)}`
  }
}

const legend: string[] = []
const letterOf = (meaning: string): string => {
  if (!legend.includes(meaning)) legend.push(meaning)
  return String.fromCharCode('a'.charCodeAt(0) + legend.indexOf(meaning))
}

/** 'FR mobile', '' when no number is valid, null when they differ. */
const meaningOf = (plan: Plan, prefix: number): string | null => {
  let meaning: string | undefined
  for (const national of samples(plan, prefix)) {
    const result = normaliseWithLibrary(`+${plan.code}${national}`, 'US')
    const now = result.ok ? `${result.country} ${result.type}` : result.reason
    if (meaning !== undefined && meaning !== now) return null
    meaning = now
  }
  return meaning ?? null
}

const tableOf = (plan: Plan): string => {
  let letters = ''
  for (let prefix = plan.first; prefix <= plan.last; prefix++) {
    const meaning = meaningOf(plan, prefix)
    letters += meaning === null || !meaning.includes(' ') ? '.' : letterOf(meaning)
  }
  const lines = letters.match(/.{1,100}/g) ?? []
  return `/** ${plan.about} */\nexport const ${plan.name} =\n${lines.map((line) => `  '${line}'`).join(' +\n')}\n`
}

const tables = PLANS.map(tableOf)
const text = `/* Written by build/generate-phone-tables.ts from libphonenumber's metadata; not to be edited by hand. */

/** Country and type each letter stands for, from 'a' on; a full stop means: ask the library. */
export const LEGEND = [
${legend.map((meaning) => `  '${meaning}',`).join('\n')}
] as const

${tables.join('\n')}`

writeFileSync(new URL('../shared/phone/plain-tables.ts', import.meta.url), text)
console.log(`${legend.length} meanings written to shared/phone/plain-tables.ts`)
