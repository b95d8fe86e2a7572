import { readKeyword } from '../../../shared/rules/words.ts'
import { optIn, optOut } from '../consent/record.ts'
import { stateOf } from '../consent/state.ts'
import { noteReached } from '../contacts/reach.ts'
import { statement, type Db } from '../database/open.ts'
import type { ProviderMessage } from '../provider/provider.ts'
import { localZone } from './local-zone.ts'

/** Takes incoming messages in, oldest first, in one transaction. @returns what became of each, as takeIn. */
export const takeInAll = (db: Db, messages: readonly ProviderMessage[], now: number): readonly ReturnType<typeof takeIn>[] =>
  db.transaction(() => messages.map((message) => takeIn(db, message, now))).immediate()

/**
 * Takes an incoming message in, exactly once by its sid, and acts on a keyword at once: STOP ends both purposes,
 * START brings back what STOP ended (RULES.md, Words). The caller holds no transaction.
 * @returns the keyword acted on, null for ordinary words, 'known' when it was handled before.
 */
export const takeIn = (db: Db, message: ProviderMessage, now: number): 'stop' | 'start' | 'help' | 'known' | null =>
  db
    .transaction(() => {
      const keyword = readKeyword(message.body)
      const inserted = statement(
        db,
        `INSERT INTO inbound_messages (provider_sid, number, sender_address, body, keyword, received_at, handled_at)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (provider_sid) DO NOTHING`,
      )
        .run(message.sid, message.from, message.to, message.body, keyword, message.createdAt, now)
      if (inserted.changes === 0) return 'known' as const
      noteReached(db, message.from)
      const word = {
        number: message.from, method: 'reply' as const, at: message.createdAt, zone: localZone(), recordedAt: now,
        source: `reply: ${message.body.trim().slice(0, 60)}`,
      }
      if (keyword === 'stop') optOut(db, word)
      // YES is also an ordinary answer: it only means something here to somebody who had left.
      const left = (['marketing', 'service'] as const).some((purpose) => stateOf(db, message.from, purpose) === 'opted-out')
      if (keyword === 'start' && left) optIn(db, word)
      return keyword
    })
    .immediate()
