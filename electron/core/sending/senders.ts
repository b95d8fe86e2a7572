import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Sender, SenderKind } from '../../../shared/contract/account.ts'
import type { Language } from '../../../shared/contract/common.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { ok } from '../../../shared/result.ts'
import type { Context } from '../context.ts'
import type { Db } from '../database/open.ts'
import type { ProviderNumber } from '../provider/provider.ts'
import { carrierDay } from './daily-cap.ts'
import type { Line } from './line.ts'
import { kindOf, rateOf } from './sender-kinds.ts'
import { inSteps } from './steps.ts'

export { countryOf, kindOf, rateOf } from './sender-kinds.ts'

type Row = {
  readonly id: number
  readonly address: string
  readonly name: string
  readonly kind: SenderKind
  readonly segments_per_second: number
  readonly daily_cap: number | null
  readonly used_today: number
  readonly country: string | null
  readonly is_default: number
  readonly paused_code: number | null
}

const columns = `id, address, name, kind, segments_per_second, daily_cap, country, is_default, paused_code,
  coalesce((SELECT segments FROM sender_days d WHERE d.sender_id = senders.id AND d.day = @day), 0) AS used_today`

/** Not one of the provider's codes: the owner paused this sender. */
const BY_OWNER = 0
const byOwner = { en: 'You paused it.', fr: 'Vous l’avez mis en pause.' } as const

const pausedReason = (code: number, language: Language): string => {
  if (code === BY_OWNER) return byOwner[language]
  const { title, advice } = deliveryReason(code, language)
  return `${title}. ${advice}`
}

const senderOf = (row: Row, language: Language): Sender => ({
  id: row.id,
  address: row.address,
  name: row.name,
  kind: row.kind,
  segmentsPerSecond: row.segments_per_second,
  dailyCap: row.daily_cap,
  usedToday: row.used_today,
  country: row.country,
  isDefault: row.is_default === 1,
  pausedBy: row.paused_code === null ? null : row.paused_code === BY_OWNER ? 'owner' : 'error',
  pausedReason: row.paused_code === null ? null : pausedReason(row.paused_code, language),
})

/** The senders the account has, the default one first. */
export const allSenders = (db: Db, language: Language, now: number = Date.now()): readonly Sender[] =>
  (db.prepare(`SELECT ${columns} FROM senders WHERE removed_at IS NULL ORDER BY is_default DESC, address`).all({ day: carrierDay(now).day }) as Row[]).map((row) => senderOf(row, language))

/** Null for one that was never there or that the account no longer has. */
export const senderById = (db: Db, id: number, language: Language, now: number = Date.now()): Sender | null => {
  const row = db.prepare(`SELECT ${columns} FROM senders WHERE id = @id AND removed_at IS NULL`).get({ id, day: carrierDay(now).day }) as Row | undefined
  return row === undefined ? null : senderOf(row, language)
}

export type DispatchSender = { readonly id: number; readonly address: string; readonly name: string; readonly segmentsPerSecond: number; readonly country: string | null }

const dispatchColumns = 'id, address, name, segments_per_second AS segmentsPerSecond, country'

/** The sender of a message that names none; null while the account has no number. */
export const defaultSender = (db: Db): DispatchSender | null =>
  (db.prepare(`SELECT ${dispatchColumns} FROM senders WHERE removed_at IS NULL ORDER BY is_default DESC, id LIMIT 1`).get() as DispatchSender | undefined) ?? null

/** Those that may send now: neither paused nor gone. */
export const sendersForDispatch = (db: Db): readonly DispatchSender[] =>
  db.prepare(`SELECT ${dispatchColumns} FROM senders WHERE removed_at IS NULL AND paused_code IS NULL ORDER BY id`).all() as DispatchSender[]

/** Stops one sender for an error of its own. False when it was stopped already, or is not known. */
export const pauseSender = (db: Db, address: string, code: number): boolean =>
  db.prepare('UPDATE senders SET paused_code = ? WHERE address = ? AND paused_code IS NULL').run(code, address).changes === 1

/** Every paused sender with the code that paused it. */
export const pausedSenders = (db: Db): readonly { readonly id: number; readonly address: string; readonly code: number }[] =>
  db.prepare('SELECT id, address, paused_code AS code FROM senders WHERE removed_at IS NULL AND paused_code IS NOT NULL ORDER BY id').all() as { id: number; address: string; code: number }[]

/**
 * Takes over the account's numbers: new ones come in with the rate of their kind, gone ones are kept for the log but
 * send no more, and what the owner set stays. With no default yet, the first number of `country`, else the first.
 */
export const saveNumbers = (db: Db, numbers: readonly ProviderNumber[], now: number, country: string | null = null, practice = false): void => {
  const usable = numbers.filter((number) => number.sms)
  const add = db.prepare(
    `INSERT INTO senders (address, name, kind, segments_per_second, country, created_at) VALUES (@address, @name, @kind, @rate, @country, @now)
     ON CONFLICT (address) DO UPDATE SET name = excluded.name, removed_at = NULL`,
  )
  db.transaction(() => {
    for (const { number, name } of usable) {
      const seen = kindOf(number)
      // The practice account's number is registered, or a first try would take a quarter of an hour.
      const guess = practice && seen.kind === 'long-code' ? { ...seen, kind: '10dlc-low' as const } : seen
      add.run({ address: number, name: name === '' ? number : name, kind: guess.kind, rate: rateOf(guess.kind), country: guess.country, now })
    }
    db.prepare('UPDATE senders SET removed_at = ?, is_default = 0 WHERE removed_at IS NULL AND address NOT IN (SELECT value FROM json_each(?))')
      .run(now, JSON.stringify(usable.map((one) => one.number)))
    db.prepare(
      `UPDATE senders SET is_default = 1 WHERE NOT EXISTS (SELECT 1 FROM senders WHERE is_default = 1 AND removed_at IS NULL)
         AND id = (SELECT id FROM senders WHERE removed_at IS NULL ORDER BY country IS ? DESC, id LIMIT 1)`,
    ).run(country)
  }).immediate()
}

/** What was put off to the next day since it alone was above the cap is asked again now that the cap is another. */
const reconsiderOverCap = (db: Db, senderId: number, cap: number, now: number): Promise<number> => {
  const update = db.prepare(
    `UPDATE messages SET due_at = max(@now, coalesce((SELECT starts_at FROM batches b WHERE b.id = messages.batch_id), 0)) WHERE id IN (
       SELECT id FROM messages INDEXED BY messages_queue
       WHERE sender_id = @senderId AND priority IN (0, 1, 2) AND status = 'queued' AND hold IS NOT 'paused' AND hold IS NULL AND due_at = @tomorrow AND segments > @cap LIMIT 400)`,
  )
  const tomorrow = carrierDay(now).endsAt
  return inSteps(() => true, () => update.run({ senderId, cap, now, tomorrow }).changes)
}

/**
 * Asks the account for its numbers and takes them over. `retry` in the owner's hands: nothing changes unless the
 * account answered.
 */
export const sendersHandlers = (context: Context, line: Line & { ready(): Promise<void> }, wake: () => void): HandlersOf<'senders'> => {
  const { db, problem } = context
  const language = () => context.settings().language
  const told = (): void => {
    context.changed('senders', 'queue', 'today')
    wake()
  }
  return {
    'senders.all': () => ok(allSenders(db, language(), context.clock.now())),
    async 'senders.refresh'() {
      await line.ready()
      const provider = line.provider()
      if (provider === null) return problem('account-missing')
      const answer = await provider.numbers()
      switch (answer.kind) {
        case 'ok':
          saveNumbers(db, answer.value, context.clock.now(), context.settings().country, context.mode === 'practice')
          told()
          return ok(allSenders(db, language()))
        case 'refused':
          return problem('account-refused', { detail: answer.refusal.message })
        case 'throttled':
        case 'offline':
        case 'failed':
          return problem('account-unreachable')
      }
    },
    async 'senders.save'({ id, kind, segmentsPerSecond, dailyCap, isDefault }) {
      const before = senderById(db, id, language())
      if (before === null) return problem('not-found')
      db.transaction(() => {
        if (kind !== undefined) db.prepare('UPDATE senders SET kind = ?, segments_per_second = ? WHERE id = ?').run(kind, rateOf(kind), id)
        if (segmentsPerSecond !== undefined) db.prepare('UPDATE senders SET segments_per_second = ? WHERE id = ?').run(segmentsPerSecond, id)
        if (dailyCap !== undefined) db.prepare('UPDATE senders SET daily_cap = ? WHERE id = ?').run(dailyCap, id)
        if (isDefault) db.prepare('UPDATE senders SET is_default = (id = ?)').run(id)
      }).immediate()
      if (dailyCap !== undefined && before.dailyCap !== null) await reconsiderOverCap(db, id, before.dailyCap, context.clock.now())
      told()
      return ok(senderById(db, id, language())!)
    },
    'senders.pause'({ id }) {
      const found = db.prepare('UPDATE senders SET paused_code = ? WHERE id = ? AND removed_at IS NULL AND paused_code IS NULL').run(BY_OWNER, id).changes === 1
      const sender = senderById(db, id, language())
      if (sender === null) return problem('not-found')
      if (found) told()
      return ok(sender)
    },
    'senders.resume'({ id }) {
      const found = db.prepare('UPDATE senders SET paused_code = NULL WHERE id = ? AND removed_at IS NULL').run(id).changes === 1
      if (!found) return problem('not-found')
      told()
      return ok(senderById(db, id, language())!)
    },
  }
}
