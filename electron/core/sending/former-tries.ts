import { statement, type Db } from '../database/open.ts'

/** A price for a try that was repeated since. @returns false when the sid is none of ours, or the price is known. */
export const noteFormerPrice = (db: Db, sid: string, priceMicros: number | null, currency: string | null): boolean =>
  priceMicros !== null &&
  statement(db, `UPDATE former_sids SET price_micros = @priceMicros, currency = @currency WHERE sid = @sid AND price_micros IS NOT @priceMicros`).run({ sid, priceMicros, currency }).changes > 0

/** What the repeated tries of a batch were billed, in micros. */
export const formerBilled = (db: Db, batchId: number): { readonly micros: number; readonly currency: string | null } =>
  statement(db, `SELECT coalesce(sum(price_micros), 0) AS micros, max(currency) AS currency FROM former_sids WHERE batch_id = ? AND price_micros IS NOT NULL`).get(batchId) as { micros: number; currency: string | null }

/** Every price of a repeated try, with its message. */
export const formerPrices = (db: Db): readonly { readonly messageId: number; readonly micros: number; readonly currency: string | null }[] =>
  statement(db, `SELECT message_id AS messageId, price_micros AS micros, currency FROM former_sids WHERE price_micros IS NOT NULL`).all() as { messageId: number; micros: number; currency: string | null }[]
