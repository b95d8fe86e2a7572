import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readKeyword } from '../../../shared/rules/words.ts'

const WORDS = {
  stop: ['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout', 'opt out', 'opt-out', 'arret', 'arrêt', 'desabonner', 'désabonner'],
  start: ['start', 'unstop', 'yes', 'oui'],
  help: ['help', 'info', 'aide'],
} as const

describe.each(Object.entries(WORDS))('%s', (meaning, words) => {
  test.each(words.map((word) => [word]))('%s', (word) => {
    for (const text of [word, word.toUpperCase(), `  ${word}\n`, `${word}.`, `${word} !!`, `"${word}"`, `« ${word} »`, `🛑 ${word} 🛑`, word.normalize('NFD'), `\u200b${word}`])
      expect(readKeyword(text)).toBe(meaning)
  })
})

test.each([
  '', ' ', '!', '👍', 'please stop texting me', 'stop by at 5?', 'yes please', 'see you at the end', 'do not cancel', 'nonstop', 'stopped', 'ok',
  'yes yes', 'oui oui', 'help help', 'stop start', 'informations', 'no', 'non', 'C', 'R', '1', '2', 'constructor', `stop${' '.repeat(300)}`,
])('%j alone decides nothing', (text) => {
  expect(readKeyword(text)).toBeNull()
})

test('saying stop several times is saying stop', () => {
  expect(readKeyword('STOP STOP STOP!!!')).toBe('stop')
  expect(readKeyword('Stop. stop')).toBe('stop')
})

test('punctuation and spaces around a keyword never change its meaning', () => {
  const around = fc.string({ unit: fc.constantFrom(...' \t\n.,;:!?…"\'()«»-*👍🙏'), maxLength: 10 })
  const word = fc.constantFrom(...Object.entries(WORDS).flatMap(([meaning, words]) => words.map((text) => ({ meaning, text }))))
  fc.assert(
    fc.property(around, word, around, (before, { meaning, text }, after) => {
      expect(readKeyword(before + text + after)).toBe(meaning)
    }),
  )
})
