/** What the printed sheets say, read back out of the PDF, and the code on them as a camera reads it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PosterFields } from '../../../shared/contract/collect.ts'
import type { Language } from '../../../shared/contract/common.ts'
import { keywordDisclosure, missingParts, spokenWords } from '../../../shared/collect/disclosure.ts'
import { printWords, suggestedAnswer, suggestedWord } from '../../../shared/collect/print-words.ts'
import { wordProblem } from '../../../shared/rules/keywords.ts'
import { countSegmentsCautious } from '../../../shared/sms/segments.ts'
import { startTestCore, type TestCore } from '../../support/core.ts'
import { readPdf, type ReadPdf } from '../../support/pdf.ts'

// A CommonJS module whose types say otherwise.
const { default: readCode } = createRequire(import.meta.url)('jsqr') as { readonly default: (data: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null }

const SHOP = '+12025550100'
let desk: TestCore
beforeAll(async () => { desk = await startTestCore() })
afterAll(() => desk.end())

const LONG = 'Boulangerie-Pâtisserie Artisanale Dubois-Lefebvre et Fils'
const wordNamed = async (word: string): Promise<number> => {
  const known = (await desk.call('inbox.keywords', {})).find((one) => one.word === word)
  return (known ?? (await desk.call('inbox.saveKeyword', { word, answer: '', tag: '', listId: null, optIn: 'marketing', disclosure: 'x', againHours: 24, quiet: false, active: true }))).id
}
const fieldsFor = async (word: string, name: string, over: Partial<PosterFields> = {}): Promise<PosterFields> => {
  await desk.call('settings.save', { businessName: name })
  const both = (of: (language: Language) => string) => ({ en: of('en'), fr: of('fr') })
  return {
    keywordId: await wordNamed(word), number: SHOP, language: 'en', kind: 'poster', paper: 'A4',
    headline: both((one) => printWords[one].headline.marketing), benefit: both((one) => printWords[one].benefit('marketing', name)),
    disclosure: both((one) => keywordDisclosure('marketing', one, name, word)), ...over,
  }
}
const pdfOf = async (fields: PosterFields): Promise<ReadPdf & { readonly name: string }> => {
  const { fileId, name } = await desk.call('collect.savePoster', fields)
  return { ...readPdf(readFileSync(desk.core.files.path(fileId)!)), name }
}
const textOf = ({ lines }: ReadPdf): string => lines.map(({ text }) => text).join(' ')

/** The squares of a code as a picture of black and white, with the border cameras need. */
const scan = (boxes: ReadPdf['boxes']): string | null => {
  const left = Math.min(...boxes.map(({ x }) => x))
  const top = Math.min(...boxes.map(({ y }) => y))
  const step = boxes[0]!.height
  const count = Math.round((Math.max(...boxes.map(({ x, width }) => x + width)) - left) / step)
  const scale = 4
  const side = (count + 8) * scale
  const picture = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const { x, y, width } of boxes) {
    const [from, row, long] = [Math.round((x - left) / step) + 4, Math.round((y - top) / step) + 4, Math.round(width / step)]
    for (let py = row * scale; py < (row + 1) * scale; py++) for (let px = from * scale; px < (from + long) * scale; px++) picture.fill(0, (py * side + px) * 4, (py * side + px) * 4 + 3)
  }
  return readCode(picture, side, side)?.data ?? null
}

describe('a poster', () => {
  it('says what it is, how, and all of what is agreed to, at a size people can read', async () => {
    const pdf = await pdfOf(await fieldsFor('JOIN', 'Lemon & Thyme'))
    expect(pdf).toMatchObject({ pages: 1, width: 595.28, height: 841.89, language: 'en', name: 'Lemon & Thyme JOIN poster.pdf' })
    const text = textOf(pdf)
    for (const part of ['Lemon & Thyme', 'Be the first to know.', 'Text JOIN to +1 202 555 0100', keywordDisclosure('marketing', 'en', 'Lemon & Thyme', 'JOIN')]) expect(text).toContain(part)
    expect(Math.min(...pdf.lines.map(({ size }) => size))).toBeGreaterThanOrEqual(9)
    expect(pdf.lines.find(({ text: line }) => line === 'JOIN')!.size).toBeGreaterThan(60)
    expect(pdf.lines.find(({ text: line }) => line.startsWith('Be the'))!.size).toBeGreaterThan(60)
  })

  it.each(['poster', 'card', 'tent'] as const)('carries a code that opens the texting app with number and word: %s', async (kind) => {
    for (const [word, link] of [['JOIN', 'sms:+12025550100?&body=JOIN'], ['FÊTE VIP', 'sms:+12025550100?&body=F%C3%8ATE%20VIP']] as const) {
      const { boxes } = await pdfOf(await fieldsFor(word, 'Lemon & Thyme', { kind, paper: 'LETTER', language: 'both' }))
      // A folded card has one on either side.
      const codes = kind === 'tent' ? [boxes.slice(0, boxes.length / 2), boxes.slice(boxes.length / 2)] : [boxes]
      expect(codes.map(scan)).toEqual(codes.map(() => link))
    }
  })

  const sheets = [
    ['poster', 'A4', 595.28, 841.89], ['poster', 'LETTER', 612, 792], ['card', 'A4', 419.53, 595.28], ['card', 'LETTER', 396, 612], ['tent', 'A4', 419.53, 595.28], ['tent', 'LETTER', 396, 612],
  ] as const
  it.each(sheets)('holds both languages whole as a %s for %s, also with a long name and a long word', async (kind, paper, width, height) => {
    for (const [name, word] of [['Lemon & Thyme', 'JOIN'], [LONG, 'CROISSANTS MATIN']] as const) {
      const pdf = await pdfOf(await fieldsFor(word, name, { kind, paper, language: 'both' }))
      expect(pdf).toMatchObject({ width, height })
      const text = textOf(pdf)
      for (const language of ['en', 'fr'] as const) {
        expect(text).toContain(keywordDisclosure('marketing', language, name, word))
        expect(text).toContain(printWords[language].headline.marketing)
      }
      expect(Math.min(...pdf.lines.map(({ size }) => size))).toBeGreaterThanOrEqual(kind === 'poster' ? 9 : 6)
      expect(pdf.lines.filter(({ text: line }) => line.includes('HELP') || line.includes('AIDE')).every(({ size }) => size >= 7)).toBe(true)
      expect(text).not.toContain('\ufffd')
    }
  })

  it('is shown in the window as it is printed, and escapes nothing because it holds no text', async () => {
    const view = await desk.call('collect.poster', await fieldsFor('JOIN', 'Lemon & Thyme', { headline: { en: '<script>alert(1)</script>', fr: '' } }))
    expect(view).toMatchObject({ width: 595.28, height: 841.89, refused: null })
    expect(view.svg).not.toMatch(/<script|<text/)
    expect(view.svg.match(/<use /g)!.length).toBeGreaterThan(200)
  })

  it('is refused where its words do not fit, lack something or are empty', async () => {
    const long = await fieldsFor('JOIN', 'Lemon & Thyme', { kind: 'tent' })
    const stuffed = { ...long, disclosure: { ...long.disclosure, en: `${long.disclosure.en} ${'And so on and on. '.repeat(34)}` } }
    expect((await desk.call('collect.poster', stuffed)).refused?.message).toBe('These words do not fit on the sheet at a size people can read.')
    expect(await desk.problem('collect.savePoster', stuffed)).toMatchObject({ code: 'collect-too-long' })
    expect(await desk.problem('collect.savePoster', { ...long, headline: { en: ' ', fr: 'x' } })).toMatchObject({ code: 'collect-empty' })
    expect(await desk.problem('collect.savePoster', { ...long, disclosure: { en: 'Yes.', fr: '' } })).toMatchObject({ code: 'collect-parts-missing' })
  })

  it('makes what it says the proof of whoever texts the word', async () => {
    await desk.call('asking.save', { doubleOptIn: false })
    const fields = await fieldsFor('JOIN', 'Lemon & Thyme', { language: 'fr' })
    await desk.call('collect.savePoster', fields)
    expect((await desk.call('inbox.keywords', {})).find(({ word }) => word === 'JOIN')).toMatchObject({ disclosure: fields.disclosure.fr, optIn: 'marketing' })
    expect((await desk.call('collect.kept', {})).poster).toEqual(fields)
    desk.carrier().injectInbound({ from: '+12025550143', to: SHOP, body: 'join' })
    desk.core.wake()
    await desk.until(async () => (await desk.call('consent.history', { number: '+12025550143' })).length > 0)
    expect(await desk.call('consent.history', { number: '+12025550143' })).toMatchObject([{ method: 'keyword', disclosure: fields.disclosure.fr }])
  })
})

describe('the suggested words', () => {
  it('hold what they must, in both languages and for both purposes', () => {
    for (const language of ['en', 'fr'] as const) {
      for (const purpose of ['marketing', 'service'] as const) {
        expect(missingParts(keywordDisclosure(purpose, language, 'L’Épicerie', 'JOIN'), { purpose, language, businessName: 'L’Épicerie' })).toEqual([])
      }
      expect(missingParts(spokenWords(language, 'L’Épicerie'), { purpose: 'service', language, businessName: 'L’Épicerie' })).toEqual([])
      expect(wordProblem(suggestedWord[language])).toBeNull()
      expect(countSegmentsCautious(suggestedAnswer(language, 'Lemon & Thyme')).encoding).toBe('GSM-7')
    }
    expect(missingParts('Texts from Bell. Reply STOP.', { purpose: 'marketing', language: 'en', businessName: 'Bell' })).toEqual(['frequency', 'rates', 'help', 'purchase'])
    expect(missingParts('nothing', { purpose: 'service', language: 'fr', businessName: 'Bell' })).toEqual(['brand', 'frequency', 'rates', 'help', 'stop'])
  })
})
