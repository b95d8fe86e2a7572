import { writeFileSync } from 'node:fs'
import { languagesOf, type PosterFields, type Refusal, type WebsiteFields } from '../../../shared/contract/collect.ts'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import { proofOf } from '../../../shared/collect/proof.ts'
import { websiteForm } from '../../../shared/collect/website.ts'
import { problem } from '../../../shared/messages/problems.ts'
import { formatAbroad } from '../../../shared/phone/format.ts'
import { ok } from '../../../shared/result.ts'
import { toConsentEvent } from '../consent/events.ts'
import { recordConsent } from '../consent/record.ts'
import { refusedAfter } from '../consent/rules.ts'
import { standingOf } from '../consent/state.ts'
import { removePeopleToTrash } from '../contacts/trash.ts'
import type { Context } from '../context.ts'
import { quietDesktop } from '../inbox/arrivals.ts'
import { localZone } from '../sending/local-zone.ts'
import { defaultSender } from '../sending/senders.ts'
import { frontDeskWords, keep, readFrontDesk, readKept } from './kept.ts'
import { makeProof, refusedWords, signUpWord } from './invitation.ts'
import { createPaperForms } from './paper-forms.ts'
import { personOf } from './person-of.ts'
import { posterPdf, posterSvg } from './poster/poster.ts'
import { sayYes, type Asking } from './say-yes.ts'
import { readTypedNumber } from './typed-number.ts'

/** A date written down tomorrow is a mistake; clocks of two machines differ a little. */
const TOLERATED_MS = 5 * 60_000

/** While nobody has said how to ask, nobody is asked. */
const askNobody: Asking = { on: () => false, ask: () => 'cannot' }

/** A file's name of what stands on it, without what file systems refuse. */
const fileName = (parts: readonly string[], ending: string): string => `${parts.join(' ').replace(/[\\/:*?"<>|\p{C}]+/gu, ' ').replace(/\s+/g, ' ').trim()}.${ending}`

const KIND_WORDS = { en: { poster: 'poster', card: 'card', tent: 'tent card', website: 'website form' }, fr: { poster: 'affiche', card: 'carte', tent: 'chevalet', website: 'formulaire du site' } } as const

/** Ways to collect consent: posters, forms, the front desk, paper. */
export const collectHandlers = (context: Context, asking: Asking = askNobody): HandlersOf<'collect'> => {
  const { db, clock } = context
  const papers = createPaperForms(context)

  const refusal = (code: Parameters<Context['problem']>[0], params: Parameters<Context['problem']>[1] = {}): Refusal => {
    const { message, fix } = context.problem(code, params).error
    return { message, ...(fix === undefined ? {} : { fix }) }
  }
  const posterWords = (fields: PosterFields, word: string) => ({ businessName: context.settings().businessName, word, shownNumber: formatAbroad(fields.number), at: clock.now() })
  const websiteHtml = (fields: WebsiteFields, keyword: NonNullable<ReturnType<typeof signUpWord>>): string =>
    websiteForm({
      word: keyword.word, number: fields.number, shownNumber: formatAbroad(fields.number), purpose: keyword.optIn,
      parts: languagesOf(fields.language).map((language) => ({ language, headline: fields.headline[language].trim(), benefit: fields.benefit[language].trim(), disclosure: fields.disclosure[language].trim() })),
    })
  const wrongWords = (fields: PosterFields | WebsiteFields, keyword: NonNullable<ReturnType<typeof signUpWord>>) => {
    const { businessName, language } = context.settings()
    return refusedWords(fields, keyword.optIn, businessName, language)
  }

  return {
    'collect.kept': () => ok(readKept(db, context.settings())),

    'collect.poster': async (fields) => {
      const keyword = signUpWord(db, fields.keywordId)
      if (keyword === null) return context.problem('collect-word-gone', {}, 'keywordId')
      const { svg, width, height, fits } = await posterSvg(fields, posterWords(fields, keyword.word))
      const wrong = wrongWords(fields, keyword)
      return ok({ svg, width, height, refused: wrong !== null ? refusal(wrong.code, wrong.params) : fits ? null : refusal('collect-too-long') })
    },

    'collect.savePoster': async (fields) => {
      const keyword = signUpWord(db, fields.keywordId)
      if (keyword === null) return context.problem('collect-word-gone', {}, 'keywordId')
      const wrong = wrongWords(fields, keyword)
      if (wrong !== null) return context.problem(wrong.code, wrong.params)
      const words = posterWords(fields, keyword.word)
      if (!(await posterSvg(fields, words)).fits) return context.problem('collect-too-long')
      const { language, businessName } = context.settings()
      const file = context.files.create(fileName([businessName, keyword.word, KIND_WORDS[language][fields.kind]], 'pdf'))
      writeFileSync(file.path, await posterPdf(fields, words))
      makeProof(db, keyword, proofOf(fields), clock.now())
      keep(db, 'poster', fields)
      context.changed('inbox', 'collect')
      return ok(file.done())
    },

    'collect.website': (fields) => {
      const keyword = signUpWord(db, fields.keywordId)
      if (keyword === null) return context.problem('collect-word-gone', {}, 'keywordId')
      const wrong = wrongWords(fields, keyword)
      return ok({ html: websiteHtml(fields, keyword), refused: wrong === null ? null : refusal(wrong.code, wrong.params) })
    },

    'collect.saveWebsite': (fields) => {
      const keyword = signUpWord(db, fields.keywordId)
      if (keyword === null) return context.problem('collect-word-gone', {}, 'keywordId')
      const wrong = wrongWords(fields, keyword)
      if (wrong !== null) return context.problem(wrong.code, wrong.params)
      const html = websiteHtml(fields, keyword)
      const { language, businessName } = context.settings()
      const file = context.files.create(fileName([businessName, keyword.word, KIND_WORDS[language].website], 'html'))
      // Opened by itself, the file must say what letters it is written in; in a page, the line does no harm.
      writeFileSync(file.path, `<meta charset="utf-8">\n${html}`)
      makeProof(db, keyword, proofOf(fields), clock.now())
      keep(db, 'website', fields)
      context.changed('inbox', 'collect')
      return ok({ html, file: file.done() })
    },

    'collect.saveFrontDesk': (fields) => {
      keep(db, 'frontDesk', fields)
      context.changed('collect')
      return ok(fields)
    },

    'collect.openFrontDesk': () => {
      quietDesktop(db, true)
      const fields = readFrontDesk(db)
      const { businessName, language } = context.settings()
      const sender = defaultSender(db)
      return ok({
        businessName, language, purposes: fields.purposes, words: frontDeskWords(fields, businessName),
        number: sender !== null && /^\+?[0-9]+$/.test(sender.address) ? formatAbroad(sender.address) : null, needsWord: fields.leaveWord !== '',
      })
    },

    'collect.leaveFrontDesk': ({ word }) => {
      const { leaveWord } = readFrontDesk(db)
      const same = (a: string) => a.normalize('NFC').trim().toLowerCase()
      if (leaveWord !== '' && same(word) !== same(leaveWord)) return context.problem('collect-leave-word', {}, 'word')
      quietDesktop(db, false)
      return ok(null)
    },

    'collect.signUp': ({ language, number: typed, firstName, agreed }) => {
      const read = readTypedNumber(db, typed, context.settings().country)
      if (!read.ok) return problem(read.code, language, {}, 'number')
      const source = { en: 'front desk, this computer', fr: 'accueil, cet ordinateur' }[context.settings().language]
      const occurredAt = clock.now()
      const outcomes = db.transaction(() => {
        const met = personOf(context, read.number, { firstName, language })
        const said = agreed.map(({ purpose, disclosure }) => sayYes(context, asking, { number: read.number, purpose, language, method: 'front-desk', disclosure, source, occurredAt }))
        // Nobody stays in the book who could not be signed up for anything.
        if (met.added && said.every((outcome) => outcome === 'cannot')) removePeopleToTrash(db, { ids: [met.id] }, occurredAt)
        return said
      }).immediate()
      context.changed('consent', 'contacts', 'asking', 'messages', 'queue')
      if (outcomes.every((outcome) => outcome === 'cannot')) return problem('collect-cannot-ask', language)
      return ok({ outcome: outcomes.includes('asked') ? 'asked' : 'recorded' })
    },

    'collect.addPaper': (fields) => {
      const read = readTypedNumber(db, fields.number, context.settings().country)
      if (!read.ok) return context.problem(read.code, {}, 'number')
      if (fields.signedAt > clock.now() + TOLERATED_MS) return context.problem('consent-in-future', {}, 'signedAt')
      const entry = papers.add(read.number, fields)
      if (entry === null) return context.problem('consent-older-than-stop', {}, 'signedAt')
      const before = readKept(db, context.settings()).paper
      const words = Object.fromEntries(fields.agreed.map(({ purpose, disclosure }) => [purpose, disclosure]))
      keep(db, 'paper', { kept: fields.kept, purposes: fields.agreed.map(({ purpose }) => purpose), words: { marketing: '', service: '', ...before?.words, ...words } })
      context.changed('consent', 'contacts')
      return ok(entry)
    },

    'collect.undoPaper': ({ undoId }) => {
      if (!papers.undo(undoId)) return context.problem('collect-undo-late')
      context.changed('consent', 'contacts', 'people')
      return ok(null)
    },

    'collect.spoken': ({ number: typed, firstName, words, note, occurredAt }) => {
      const read = readTypedNumber(db, typed, context.settings().country)
      if (!read.ok) return context.problem(read.code, {}, 'number')
      const now = clock.now()
      if (occurredAt > now + TOLERATED_MS) return context.problem('consent-in-future', {}, 'occurredAt')
      const said = { number: read.number, purpose: 'service', state: 'opted-in', method: 'spoken', occurredAt, zone: localZone(), recordedAt: now, disclosure: words, source: note, importId: null } as const
      if (refusedAfter(standingOf(db, read.number, 'service'), said) !== null) return context.problem('consent-older-than-stop', {}, 'occurredAt')
      const event = db.transaction(() => {
        personOf(context, read.number, { firstName })
        return recordConsent(db, said)
      }).immediate()
      context.changed('consent', 'contacts')
      return ok(toConsentEvent(event, false))
    },
  }
}
