import { skipReason } from '../../shared/contract/messages.ts'
import type { Db } from '../../electron/core/database/open.ts'
import { seededRandom } from '../../electron/core/environment.ts'
import { errorCodes } from '../../electron/core/provider/error-codes.ts'
import { personAt } from './people.ts'

export type FillLogOptions = {
  readonly now: number
  /** Default 1. */
  readonly seed?: number
  /** Over how many days the messages are spread, ending now. Default 365. */
  readonly days?: number
  /** Messages of one campaign. Default 5,000. */
  readonly batch?: number
  /** Default 3. */
  readonly senders?: number
}

const words = ['croissants', 'figs', 'haircuts', 'tastings', 'appointments', 'lemons', 'Noël', 'lunches', 'roses', 'sourdough']
const codes = [...errorCodes.keys()]
const ONE_PERSON = 20_000

/**
 * Fills the log of a book with random histories, quickly and without sending: campaigns and single messages of several
 * senders, in every status, some priced, some tried before, with answers and opt-outs. No events.
 */
export const fillLog = (db: Db, count: number, { now, seed = 1, days = 365, batch = 5_000, senders = 3 }: FillLogOptions): void => {
  const random = seededRandom(seed)
  const start = now - days * 86_400_000
  const sender = db.prepare(`INSERT OR IGNORE INTO senders (id, address, name, kind, segments_per_second, created_at) VALUES (?, ?, ?, 'long-code', 1, ?)`)
  for (let n = 0; n < senders; n++) sender.run(900 + n, `+1202555${String(150 + n).padStart(4, '0')}`, `Counter ${n + 1}`, start)
  const openBatch = db.prepare(`INSERT INTO batches (id, name, state, starts_at, ended_at) VALUES (?, ?, 'done', ?, ?)`)
  const put = db.prepare(
    `INSERT INTO messages (batch_id, contact_id, number, name, body, purpose, priority, sender_id, segments, status, skip, due_at, claimed_at, attempts, provider_sid, error_code, price_micros, currency, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const former = db.prepare(`INSERT INTO former_sids (sid, message_id, batch_id, price_micros, currency) VALUES (?, ?, ?, ?, ?)`)
  const reply = db.prepare(`INSERT INTO inbound_messages (provider_sid, number, sender_address, body, keyword, received_at, handled_at) VALUES (?, ?, '+12025550150', ?, ?, ?, ?)`)
  const firstBatch = (db.prepare('SELECT coalesce(max(id), 0) FROM batches').pluck().get() as number) + 1
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  for (let from = 0; from < count; from += 50_000)
    db.transaction(() => {
      for (let n = from; n < Math.min(count, from + 50_000); n++) {
        const at = Math.floor(start + (n / count) * (now - start))
        const campaign = firstBatch + Math.floor(n / batch)
        if (n % batch === 0) openBatch.run(campaign, `Campaign ${campaign}`, at, at)
        const person = personAt(Math.floor(random() * ONE_PERSON))
        const alone = random() < 0.02
        const fate = random()
        const status = fate < 0.86 ? 'delivered' : fate < 0.9 ? 'undelivered' : fate < 0.92 ? 'failed' : fate < 0.94 ? 'skipped' : fate < 0.95 ? 'canceled' : fate < 0.96 ? 'queued' : fate < 0.97 ? 'accepted' : fate < 0.99 ? 'sent' : 'unknown'
        const left = status !== 'skipped' && status !== 'canceled' && status !== 'queued'
        const code = status === 'failed' || status === 'undelivered' ? (random() < 0.1 ? null : random() < 0.7 ? pick([30003, 30005, 30006, 30007]) : random() < 0.05 ? 99_999 : pick(codes)) : null
        const price = left && random() < 0.95 ? Math.round(8_300 * (1 + random())) : null
        const id = Number(
          put.run(
            alone ? null : campaign, n + 1, person.number, `${person.firstName} ${person.lastName}`, `Hi ${person.firstName}, ${words[campaign % words.length]} from ${7 + (n % 12)} tomorrow. STOP to opt out`,
            random() < 0.8 ? 'marketing' : 'service', alone ? 0 : 2, 900 + (random() < 0.9 ? 0 : Math.floor(random() * senders)), status, status === 'skipped' ? pick(skipReason.options) : null,
            at, left ? at : null, left ? 1 : 0, left ? `SM${String(seed)}${n.toString(16).padStart(30, '0')}` : null, code, price, price === null ? null : 'USD', at, at + Math.floor(random() ** 6 * 7_200_000),
          ).lastInsertRowid,
        )
        if (left && random() < 0.01) former.run(`SF${String(seed)}${n.toString(16).padStart(30, '0')}`, id, alone ? null : campaign, random() < 0.8 ? 8_300 : null, 'USD')
        if (left && random() < 0.04) {
          const stop = random() < 0.15
          reply.run(`SI${String(seed)}${n.toString(16).padStart(30, '0')}`, person.number, stop ? 'STOP' : 'See you', stop ? 'stop' : null, at + Math.floor(random() * 5 * 86_400_000), at)
        }
      }
    })()
}
