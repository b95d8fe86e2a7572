import type { Campaign, CampaignState, MessageCounts, MessagePlan } from '../../../shared/contract/campaigns.ts'
import type { MessageStatus } from '../../../shared/contract/messages.ts'
import type { Money } from '../../../shared/money.ts'
import { audienceGone } from '../contacts/audience.ts'
import type { Db } from '../database/open.ts'
import { getBatch, type Batch } from '../sending/batches.ts'
import { batchTotals } from '../sending/totals.ts'

/** What was approved, word for word. */
export type Sealed = MessagePlan & { readonly approvedAt: number; readonly sendAt: number | null; readonly recipients: number; readonly business: string }

export type CampaignRecord = {
  readonly id: number
  readonly name: string
  readonly plan: MessagePlan
  readonly sealed: Sealed | null
  readonly audienceName: string
  readonly estimatedMicros: number | null
  readonly currency: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

type Raw = Omit<CampaignRecord, 'plan' | 'sealed'> & { readonly plan: string; readonly sealed: string | null }

const COLUMNS = `id, name, plan, sealed, audience_name AS audienceName, estimated_micros AS estimatedMicros, currency,
  created_at AS createdAt, updated_at AS updatedAt`

const parse = (raw: Raw): CampaignRecord => ({
  ...raw,
  plan: JSON.parse(raw.plan) as MessagePlan,
  sealed: raw.sealed === null ? null : (JSON.parse(raw.sealed) as Sealed),
})

export const getRecord = (db: Db, id: number): CampaignRecord | null => {
  const raw = db.prepare(`SELECT ${COLUMNS} FROM campaigns WHERE id = ?`).get(id) as Raw | undefined
  return raw === undefined ? null : parse(raw)
}

/** Newest first. */
export const allRecords = (db: Db): readonly CampaignRecord[] =>
  (db.prepare(`SELECT ${COLUMNS} FROM campaigns ORDER BY id DESC LIMIT 1000`).all() as Raw[]).map(parse)

export const insertDraft = (db: Db, draft: { readonly name: string; readonly plan: MessagePlan; readonly audienceName: string; readonly now: number }): number =>
  Number(
    db
      .prepare(`INSERT INTO campaigns (name, plan, audience_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?)`)
      .run(draft.name, JSON.stringify(draft.plan), draft.audienceName, draft.now, draft.now).lastInsertRowid,
  )

/** Changes a draft; what is sealed stays. @returns false when it is no draft any more. */
export const updateDraft = (db: Db, id: number, draft: { readonly name: string; readonly plan: MessagePlan; readonly audienceName: string; readonly now: number }): boolean =>
  db
    .prepare(`UPDATE campaigns SET name = ?, plan = ?, audience_name = ?, updated_at = ? WHERE id = ? AND sealed IS NULL`)
    .run(draft.name, JSON.stringify(draft.plan), draft.audienceName, draft.now, id).changes > 0

export const seal = (db: Db, id: number, sealed: Sealed, cost: Money | null, name: string): void => {
  db.prepare(`UPDATE campaigns SET sealed = ?, estimated_micros = ?, currency = ?, name = ?, updated_at = ? WHERE id = ?`).run(
    JSON.stringify(sealed), cost?.micros ?? null, cost?.currency ?? null, name, sealed.approvedAt, id,
  )
}

export const unseal = (db: Db, id: number, now: number): void => {
  db.prepare(`UPDATE campaigns SET sealed = NULL, estimated_micros = NULL, currency = NULL, updated_at = ? WHERE id = ?`).run(now, id)
}

export const removeRecord = (db: Db, id: number): boolean => db.prepare(`DELETE FROM campaigns WHERE id = ? AND sealed IS NULL`).run(id).changes > 0

const noCounts: MessageCounts = {
  total: 0, queued: 0, sending: 0, accepted: 0, sent: 0, delivered: 0, undelivered: 0, failed: 0, canceled: 0, skipped: 0, unknown: 0,
}

/** A campaign as the window sees it at `now`. */
export const viewOf = (db: Db, record: CampaignRecord, now: number): Campaign => {
  const batch = record.sealed === null ? null : getBatch(db, record.id)
  const totals = batch === null ? null : batchTotals(db, record.id)
  const counts: MessageCounts = totals === null ? noCounts : { ...noCounts, ...totals.byStatus, total: sum(totals.byStatus) }
  const { sealed, currency } = record
  return {
    id: record.id,
    name: record.name,
    state: stateOf(batch, sealed, now),
    plan: sealed ?? record.plan,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    startsAt: batch?.startsAt ?? null,
    endedAt: batch?.endedAt ?? null,
    counts,
    segments: totals?.segments ?? 0,
    estimatedCost: record.estimatedMicros === null || currency === null ? null : { micros: record.estimatedMicros, currency },
    billedCost: totals?.billed ?? null,
    audienceName: record.audienceName,
    audienceGone: sealed === null && audienceGone(db, record.plan.audience),
  }
}

const sum = (counts: Partial<Record<MessageStatus, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0)

const stateOf = (batch: Batch | null, sealed: Sealed | null, now: number): CampaignState => {
  switch (batch?.state) {
    case undefined:
    case 'preparing':
      return 'draft'
    case 'open':
      return batch.startsAt <= now ? 'sending' : sealed?.sendAt == null ? 'counting-down' : 'scheduled'
    case 'paused':
      return 'paused'
    case 'canceled':
      return 'canceled'
    case 'done':
      return 'done'
  }
}
