import { z } from 'zod'
import { call } from './define.ts'
import { nothing, stretch, type FileTicket, type Page, type Purpose } from './common.ts'
import { correspondent } from './inbox.ts'

/** Somebody who wrote what reads like a stop; nothing is sent to them until a person decides. */
export type WaitingStop = {
  readonly number: string
  readonly contactId: number | null
  readonly name: string
  /** All they wrote. */
  readonly text: string
  /** What in it reads like a stop, word for word; up to 120 characters. */
  readonly found: string
  /** When they wrote. */
  readonly at: number
  /** Messages of ours that wait in the queue for them. */
  readonly waiting: number
}

/** How an opt-out came: a word, a sentence somebody confirmed, the carrier's 21610, a list, by hand, or with an erasure. */
export type OptOutHow = 'keyword' | 'sentence' | 'carrier' | 'list' | 'by-hand' | 'erased'

export type OptOutRow = {
  readonly number: string
  readonly contactId: number | null
  readonly name: string
  /** When they said so. */
  readonly at: number
  readonly how: OptOutHow
  /** As the record has it: "reply: STOP", a list's name. */
  readonly source: string
  /** What they are out of. */
  readonly purposes: readonly Purpose[]
  /** Messages in the queue that will not go to them. */
  readonly waiting: number
}

/** What a list holds, before anything is written down. The figures count different numbers, each once. */
export type OptOutList = {
  /** Stands for the list until another is read. */
  readonly listId: string
  readonly name: string
  /** Numbers recognised; of these so many are out of everything already. */
  readonly numbers: number
  readonly alreadyOut: number
  /** Of these, people of the contact book. */
  readonly inBook: number
  /** Lines that hold no number, and the first of them. */
  readonly notNumbers: number
  readonly samples: readonly string[]
  /** Times a number stood there again. */
  readonly repeated: number
  /** Messages in the queue that would no longer go. */
  readonly waiting: number
}

export const optOutsCalls = {
  /** The longest waiting first, at most 200; `total` counts all. */
  'optOuts.waiting': call<Page<WaitingStop>>()(nothing),
  /** The one that keeps this number from being texted; null when none does. */
  'optOuts.waitingOf': call<{ readonly stop: WaitingStop | null }>()(z.object({ number: correspondent })),
  /**
   * What a person makes of it. `wantsOut`: it becomes an opt-out from everything, dated when they wrote, with their words;
   * else they are texted again. `notSent`: messages whose turn came meanwhile and that will not be sent; `confirms`: they get
   * the one confirmation.
   */
  'optOuts.decide': call<{ readonly number: string; readonly notSent: number; readonly confirms: boolean }>()(z.object({ number: correspondent, wantsOut: z.boolean() })),
  /** The newest record first. `query`: digits of the number. */
  'optOuts.page': call<Page<OptOutRow>>()(z.object({ query: z.string().max(60).optional(), ...stretch })),
  /** Reads a list, pasted or from a file (CSV, Excel, vCard). Nothing is written down yet. */
  'optOuts.readList': call<OptOutList>()(z.union([z.object({ text: z.string().min(1).max(1_500_000) }), z.object({ fileId: z.string().max(100) })])),
  /** Writes the numbers of a list down as opted out; whoever is out already stays as they are. Goes on when the window closes. */
  'optOuts.addList': call<{ readonly added: number; readonly alreadyOut: number }>()(
    z.object({
      listId: z.string().max(100),
      purposes: z.enum(['everything', 'marketing']),
      /** When they said so. */
      occurredAt: z.number().int(),
      /** Where the list comes from, for the record. */
      note: z.string().trim().max(300),
    }),
  ),
  /** How far a list being written down is; null when none is. */
  'optOuts.adding': call<{ readonly progress: { readonly done: number; readonly total: number } | null }>()(nothing),
  /** Everybody who is out, as CSV. */
  'optOuts.export': call<FileTicket>()(nothing),
}

