import type { Purpose } from '../../../shared/contract/common.ts'
import { meansCancel, readKeyword } from '../../../shared/rules/words.ts'
import type { ChainedConsent } from '../consent/chain.ts'
import { optIn, optOut } from '../consent/record.ts'
import { stateOf } from '../consent/state.ts'
import { noteReached } from '../contacts/reach.ts'
import { statement, type Db } from '../database/open.ts'
import type { ProviderMessage } from '../provider/provider.ts'
import { localZone } from './local-zone.ts'

/** A message of somebody's, just taken in. `out`: what they had said stop to before it; `stops`: what a STOP of theirs wrote down. */
export type Taken = {
  readonly id: number
  readonly message: ProviderMessage
  readonly keyword: 'stop' | 'start' | 'help' | null
  readonly out: readonly Purpose[]
  readonly stops: readonly ChainedConsent[]
}

/** What reads replies besides STOP and START (permission/, inbox/). Called inside the transaction that takes the message in. */
export type Reader = {
  /** How a tally counts it (null: not at all), and whether it is dealt with by itself, so that nobody need look at it. */
  understand(message: ProviderMessage): { readonly answer: string | null; readonly byItself: boolean }
  /** Whether a YES is an answer to a question of ours and nothing else; else it may bring somebody back as START does. */
  isAnswer?(message: ProviderMessage): boolean
  /** Acts on it, exactly once. */
  act(taken: Taken): void
}
const nobody: Reader = { understand: () => ({ answer: null, byItself: false }), act() {} }

/** Takes incoming messages in, oldest first, in one transaction. @returns those that are new. */
export const takeInAll = (db: Db, messages: readonly ProviderMessage[], now: number, reader: Reader = nobody): readonly Taken[] =>
  db
    .transaction(() =>
      messages.flatMap((message): Taken[] => {
        const taken = takeIn(db, message, now, reader)
        return taken === 'known' ? [] : [taken]
      }),
    )
    .immediate()

/** An answer belongs to the last campaign before it, for a week: after that it is a message of its own. */
const ANSWERS_MS = 7 * 86_400_000
/** The carrier's clock and this computer's may disagree. */
const CLOCKS_MS = 5 * 60_000

/**
 * Takes an incoming message in, exactly once by its sid, and acts on a keyword at once: STOP ends both purposes,
 * START brings back what STOP ended (RULES.md, Words). The caller holds no transaction.
 * @returns what was taken with the keyword acted on; 'known' when it was handled before.
 */
export const takeIn = (db: Db, message: ProviderMessage, now: number, reader: Reader = nobody): Taken | 'known' =>
  db
    .transaction(() => {
      const keyword = readKeyword(message.body)
      if (statement(db, 'SELECT 1 FROM inbound_messages WHERE provider_sid = ?').get(message.sid) !== undefined) return 'known' as const
      const { answer, byItself } = reader.understand(message)
      const { lastInsertRowid } = statement(
        db,
        `INSERT INTO inbound_messages (provider_sid, number, sender_address, body, keyword, received_at, handled_at, media_count, answer, by_itself, batch_id)
         VALUES (@sid, @from, @to, @body, @keyword, @at, @now, @media, @answer, @byItself,
           (SELECT m.batch_id FROM messages m WHERE m.number = @from AND m.batch_id IS NOT NULL AND m.claimed_at BETWEEN @at - ${ANSWERS_MS} AND @at + ${CLOCKS_MS}
            ORDER BY m.id DESC LIMIT 1))`,
      ).run({
        sid: message.sid, from: message.from, to: message.to, body: message.body, keyword, at: message.createdAt, now, media: message.mediaCount,
        // "Cancel" may have meant an appointment: somebody should see it.
        answer, byItself: (keyword === 'stop' && !meansCancel(message.body)) || byItself ? 1 : 0,
      })
      noteReached(db, message.from)
      const word = {
        number: message.from, method: 'reply' as const, at: message.createdAt, zone: localZone(), recordedAt: now,
        source: `reply: ${message.body.trim().slice(0, 60)}`,
      }
      const out = (['marketing', 'service'] as const).filter((purpose) => stateOf(db, message.from, purpose) === 'opted-out')
      const stops = keyword === 'stop' ? optOut(db, word) : []
      // YES is also an ordinary answer: it only means something here to somebody who had left.
      if (keyword === 'start' && out.length > 0 && reader.isAnswer?.(message) !== true) optIn(db, word)
      const taken: Taken = { id: Number(lastInsertRowid), message, keyword, out, stops }
      reader.act(taken)
      return taken
    })
    .immediate()
