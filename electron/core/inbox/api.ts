import { copyFileSync } from 'node:fs'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { TalkItem } from '../../../shared/contract/inbox.ts'
import { meansCancel } from '../../../shared/rules/words.ts'
import { compileTemplate } from '../../../shared/sms/merge.ts'
import { ok } from '../../../shared/result.ts'
import { getRecord } from '../campaigns/queries.ts'
import { answersAmong } from '../consent/requests.ts'
import { idByNumber } from '../contacts/rows.ts'
import type { Context } from '../context.ts'
import { failureOf } from '../database/failures.ts'
import { delimiterOf, writeCsv } from '../files/csv.ts'
import type { Replies } from '../sending/api.ts'
import type { Line } from '../sending/line.ts'
import type { QueueWaits } from '../sending/log.ts'
import type { Taken } from '../sending/replies.ts'
import { aboutAmong, answerPurpose, queueAnswer, senderFor, talkWith } from '../sending/talk.ts'
import { actOnWord, understand, type SignUp } from './act.ts'
import { arrivalOf, isDesktopQuiet } from './arrivals.ts'
import { attachmentFile, attachmentsOf, createFetcher, expectAttachments, imageOf, sweepAttachments } from './attachments.ts'
import { allCanned, fillFor, removeCanned, saveCanned } from './canned.ts'
import { addressOf, conversationCounts, conversationOf, conversationPage, markConversations } from './conversations.ts'
import { allKeywords, automaticAmong, removeKeyword, saveKeyword, wordsOf } from './keywords.ts'
import { readInboxSettings, writeInboxSettings } from './settings.ts'
import { tallyOf, tallyRows, tallyWords } from './tally.ts'

/** What the inbox needs of sending, which is put together after it. */
export type Desk = {
  /** Something was queued. */
  wake(): void
  /** Replies are read more often for a while. */
  look(): void
  waits(): QueueWaits
}

export type Inbox = {
  readonly handlers: HandlersOf<'inbox'>
  /** For sending to tell of replies. */
  readonly replies: Replies
  /** Fetches what was not fetched before the last end, tidies up. */
  start(): void
  /** Somebody was erased: their files go too. */
  tidy(): void
}

const WRONG = { 'opted-out': 'inbox-opted-out', suspended: 'inbox-suspended', erased: 'inbox-erased' } as const

export const createInbox = (context: Context, line: Line, desk: () => Desk, signUp?: SignUp): Inbox => {
  const { db, clock, log, problem } = context
  const business = () => context.settings().businessName
  const fetcher = createFetcher(context, () => line.provider())
  context.onClose(() => fetcher.stop())
  let queued = false

  const act = (taken: Taken): void => {
    if (taken.message.mediaCount > 0) expectAttachments(db, taken.id, taken.message.mediaCount, clock.now())
    try {
      // One whose effects fail for a reason of its own must not stand in the way of all that come after it.
      db.transaction(() => {
        if (actOnWord({ db, now: () => clock.now(), settings: () => context.settings(), ...(signUp === undefined ? {} : { signUp }) }, taken)) queued = true
      })()
    } catch (cause) {
      if (failureOf(cause) !== 'other') throw cause
      log.error('inbox.word-failed', { cause: String(cause) })
    }
  }

  const tell = (taken: readonly Taken[]): void => {
    if (queued) desk().wake()
    if (taken.some(({ message }) => message.mediaCount > 0)) fetcher.wake()
    const settings = readInboxSettings(db)
    const forPeople = taken.filter(({ message, keyword }) => (keyword !== 'stop' || meansCancel(message.body)) && !understand(db, message).byItself)
    if (queued || forPeople.length < taken.length) context.changed('contacts', 'lists', 'consent', 'messages', 'queue')
    queued = false
    if (!settings.notify || isDesktopQuiet(db)) return
    const { language, country } = context.settings()
    const arrived = arrivalOf(db, forPeople, settings.notifyText, language, country)
    if (arrived !== null) context.emit('inbox.arrived', arrived)
  }

  const talk = (number: string, before: string | null, limit: number): { readonly items: readonly TalkItem[]; readonly before: string | null } => {
    const page = talkWith(db, number, before, limit, desk().waits(), clock.now())
    const incoming = page.said.flatMap((one) => (one.kind === 'in' ? [one.message.id] : []))
    const words = wordsOf(db, incoming)
    const files = attachmentsOf(db, incoming)
    const outgoing = page.said.flatMap((one) => (one.kind === 'out' ? [one.message.id] : []))
    const automatic = automaticAmong(db, outgoing)
    const abouts = aboutAmong(db, outgoing)
    const answers = answersAmong(db, incoming)
    const items = page.said.map((one): TalkItem => {
      if (one.kind === 'in') return { kind: 'in', ...one.message, word: words.get(one.message.id) ?? '', confirmed: answers.get(one.message.id) ?? null, attachments: files.get(one.message.id) ?? [] }
      const { id, body, status, hold, skip, errorCode, until, retryable, campaignId, campaignName } = one.message
      return { kind: 'out', id, at: one.at, text: body, status, hold, skip, errorCode, until, retryable, campaignId, campaignName, automatic: automatic.has(id), about: abouts.get(id) ?? null }
    })
    return { items, before: page.before }
  }

  const handlers: HandlersOf<'inbox'> = {
    'inbox.page': (request) => ok(conversationPage(db, request)),
    'inbox.counts': () => ok(conversationCounts(db)),
    'inbox.conversation': ({ number }) => ok(conversationOf(db, number, clock.now())),
    'inbox.messages': ({ number, before, limit }) => ok(talk(number, before, limit)),
    'inbox.answer': ({ number, body }) => {
      if (body.trim() === '') return problem('inbox-empty', {}, 'body')
      const answered = db
        .transaction(() => {
          const purpose = answerPurpose(db, number, clock.now())
          if (purpose === 'opted-out' || purpose === 'suspended' || purpose === 'erased') return problem(WRONG[purpose])
          const sender = senderFor(db, addressOf(db, number))
          if (sender === null) return problem('inbox-no-sender')
          const now = clock.now()
          const { name } = conversationOf(db, number, now)
          const messageId = queueAnswer(db, { number, contactId: idByNumber(db, number), name, body, purpose, senderId: sender.id, dueAt: now, validUntil: null }, now)
          markConversations(db, { numbers: [number], read: true }, now)
          return ok({ messageId })
        })
        .immediate()
      if (answered.ok) {
        context.changed('inbox', 'messages', 'queue')
        desk().wake()
      }
      return answered
    },
    'inbox.mark': (mark) => {
      const changed = markConversations(db, mark, clock.now())
      if (changed > 0) context.changed('inbox')
      return ok({ changed })
    },
    'inbox.look': () => {
      desk().look()
      return ok(null)
    },

    'inbox.canned': () => ok(allCanned(db)),
    'inbox.saveCanned': (given) => {
      if (!compileTemplate(given.body).ok) return problem('inbox-body', {}, 'body')
      const saved = saveCanned(db, given, clock.now())
      if (saved === null) return problem('not-found')
      if (saved === 'name-taken') return problem('inbox-name-taken', { name: given.name }, 'name')
      context.changed('inbox')
      return ok(saved)
    },
    'inbox.removeCanned': ({ id }) => {
      if (!removeCanned(db, id)) return problem('not-found')
      context.changed('inbox')
      return ok(null)
    },
    'inbox.fill': ({ body, number }) => {
      const filled = fillFor(db, body, number, business())
      return filled === null ? problem('inbox-body') : ok(filled)
    },

    'inbox.keywords': () => ok(allKeywords(db)),
    'inbox.saveKeyword': (given) => {
      const saved = saveKeyword(db, given, clock.now())
      if (!saved.ok) return problem(saved.code, saved.params, saved.field)
      context.changed('inbox')
      return ok(saved.keyword)
    },
    'inbox.removeKeyword': ({ id }) => {
      if (!removeKeyword(db, id, clock.now())) return problem('not-found')
      context.changed('inbox')
      return ok(null)
    },

    'inbox.settings': () => ok(readInboxSettings(db)),
    'inbox.saveSettings': (change) => {
      const saved = writeInboxSettings(db, change)
      context.changed('inbox')
      return ok(saved)
    },

    'inbox.image': async ({ id }) => {
      const url = await imageOf(db, context.folder, id)
      return url === null ? problem('attachment-not-here') : ok({ url })
    },
    'inbox.saveAttachment': ({ id }) => {
      const found = attachmentFile(db, context.folder, id)
      if (found === null) return problem('attachment-not-here')
      const file = context.files.create(found.name)
      copyFileSync(found.path, file.path)
      return ok(file.done())
    },

    'inbox.tally': ({ campaignId }) => ok(tallyOf(db, campaignId)),
    'inbox.exportTally': ({ campaignId }) => {
      if (getRecord(db, campaignId) === null) return problem('not-found')
      const { language } = context.settings()
      const file = context.files.create(`${tallyWords[language].file}-${String(campaignId)}.csv`)
      writeCsv(file.path, tallyRows(db, campaignId, language), { delimiter: delimiterOf(language) })
      return ok(file.done())
    },
  }

  return {
    handlers,
    replies: { understand: (message) => understand(db, message), act, taken: tell },
    start() {
      sweepAttachments(db, context.folder)
      fetcher.wake()
    },
    tidy() {
      sweepAttachments(db, context.folder)
      context.changed('inbox')
    },
  }
}
