import { describe, expect, test } from 'vitest'
import { answersItself, foldWord, isMachine, nextOpen, tallyKey, whyQuiet, wordProblem, type AnswerChance } from '../../../shared/rules/keywords.ts'

describe('words of the shop', () => {
  test('the same word however it is typed', () => {
    for (const typed of ['JOIN', ' join ', 'Join!', '“Join”', 'JÖIN', '👉 join 🎉']) expect(foldWord(typed)).toBe('join')
  })
  test('none that means stop, start or help, alone or beside another', () => {
    for (const word of ['STOP', 'stop!', 'Arrêt', 'desabonner', 'OPT OUT', 'optout', 'Yes', 'OUI', 'UNSTOP', 'Help', 'aide', 'info', 'END', 'STOP NOW', 'help me', 'stop stop']) expect(wordProblem(word)).toBe('reserved')
    for (const word of ['JOIN', 'MENU', 'VIP', 'WIN', 'C', 'R', '1', '2', 'Été 26', 'endive', 'stopover']) expect(wordProblem(word)).toBeNull()
  })
  test('letters or digits, one or two words, not too long', () => {
    expect(wordProblem('!?')).toBe('empty')
    expect(wordProblem('one two three')).toBe('too-many-words')
    expect(wordProblem('abcdefghijklmnopqrstu')).toBe('too-long')
  })
  test('an answer that would be answered by itself is known', () => {
    expect(answersItself('Menu!', ['MENU'])).toBe(true)
    expect(answersItself('stop', [])).toBe(true)
    expect(answersItself('Our menu: soup.', ['MENU'])).toBe(false)
  })
})

test('a tally counts short answers, not sentences', () => {
  expect(tallyKey(' blue! ')).toBe('BLUE')
  expect(tallyKey('Équipe A')).toBe('EQUIPE A')
  expect(tallyKey('👍')).toBeNull()
  expect(tallyKey('I would like the blue one')).toBeNull()
})

test('machines are known by what they say of themselves', () => {
  for (const text of ['Automatic reply: I am away', 'AUTO-REPLY', 'I am out of office until Monday', 'Réponse automatique : absent']) expect(isMachine(text)).toBe(true)
  for (const text of ['MENU', 'Is it automatic?', 'Please reply soon']) expect(isMachine(text)).toBe(false)
})

describe('opening hours', () => {
  const hours = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 18 * 60 }
  const zone = 'America/New_York'
  const at = (text: string) => Date.parse(text)
  test('now when open, else the next opening, in the shop’s own zone', () => {
    expect(nextOpen(hours, at('2026-11-23T10:00:00-05:00'), zone)).toBe(at('2026-11-23T10:00:00-05:00'))
    expect(nextOpen(hours, at('2026-11-23T08:59:59-05:00'), zone)).toBe(at('2026-11-23T09:00:00-05:00'))
    expect(nextOpen(hours, at('2026-11-23T18:00:00-05:00'), zone)).toBe(at('2026-11-24T09:00:00-05:00'))
    expect(nextOpen(hours, at('2026-11-27T20:00:00-05:00'), zone)).toBe(at('2026-11-30T09:00:00-05:00'))
  })
  test('across the night on which the clocks change', () => {
    expect(nextOpen(hours, at('2027-03-12T19:00:00-05:00'), zone)).toBe(at('2027-03-15T09:00:00-04:00'))
  })
  test('never open is always open: an answer late for ever helps nobody', () => {
    const now = at('2026-11-23T03:00:00Z')
    expect(nextOpen({ ...hours, days: [] }, now, zone)).toBe(now)
  })
})

test('why a word is not answered', () => {
  const chance: AnswerChance = { age: 0, person: true, lastAnswered: null, lately: 0, perHour: 3, againMs: 86_400_000, now: 1_000_000_000 }
  expect(whyQuiet(chance)).toBeNull()
  expect(whyQuiet({ ...chance, person: false })).toBe('not-a-person')
  expect(whyQuiet({ ...chance, age: 17 * 3_600_000 })).toBe('too-late')
  expect(whyQuiet({ ...chance, lastAnswered: chance.now - 1_000 })).toBe('answered-already')
  expect(whyQuiet({ ...chance, lastAnswered: chance.now - 86_400_000 })).toBeNull()
  expect(whyQuiet({ ...chance, lately: 3 })).toBe('too-many')
})
