import type { MessageStatus } from '../../../shared/contract/messages.ts'
import type { Money } from '../../../shared/money.ts'
import { statement, type Db } from '../database/open.ts'
import { formerBilled } from './former-tries.ts'
import { breath } from './steps.ts'

export type BatchTotals = {
  readonly byStatus: Partial<Record<MessageStatus, number>>
  readonly segments: number
  /** What the provider has billed so far, tries that were repeated included; null while it has priced nothing. */
  readonly billed: Money | null
}

/**
 * Running totals of every batch, so that no screen counts 100,000 rows. They live beside the book, in this
 * connection's memory: triggers follow whatever this connection writes, inside the same transaction, so that a rollback
 * takes them back too. Rows up to `upto` are counted; those behind it (a start, a campaign another thread wrote) are
 * counted when next asked. Only the main connection changes or deletes messages; others insert.
 */
const setup = `
  CREATE TEMP TABLE batch_totals (
    batch_id INTEGER NOT NULL, status TEXT NOT NULL, messages INTEGER NOT NULL, segments INTEGER NOT NULL,
    priced INTEGER NOT NULL, micros INTEGER NOT NULL, currency TEXT,
    PRIMARY KEY (batch_id, status)
  ) WITHOUT ROWID;
  CREATE TEMP TABLE batch_totals_upto (id INTEGER NOT NULL);
  INSERT INTO batch_totals_upto VALUES (0);
  CREATE TEMP TRIGGER batch_totals_change AFTER UPDATE OF status, segments, price_micros, currency ON main.messages
  WHEN NEW.batch_id IS NOT NULL AND NEW.id <= (SELECT id FROM batch_totals_upto)
    AND (OLD.status <> NEW.status OR OLD.segments <> NEW.segments OR OLD.price_micros IS NOT NEW.price_micros OR OLD.currency IS NOT NEW.currency)
  BEGIN
    UPDATE batch_totals SET messages = messages - 1, segments = segments - OLD.segments,
      priced = priced - (OLD.price_micros IS NOT NULL), micros = micros - coalesce(OLD.price_micros, 0)
    WHERE batch_id = OLD.batch_id AND status = OLD.status;
    INSERT INTO batch_totals VALUES (NEW.batch_id, NEW.status, 1, NEW.segments, NEW.price_micros IS NOT NULL, coalesce(NEW.price_micros, 0), NEW.currency)
    ON CONFLICT (batch_id, status) DO UPDATE SET messages = messages + 1, segments = segments + excluded.segments,
      priced = priced + excluded.priced, micros = micros + excluded.micros, currency = coalesce(currency, excluded.currency);
  END;
  CREATE TEMP TRIGGER batch_totals_gone AFTER DELETE ON main.messages
  WHEN OLD.id <= (SELECT id FROM batch_totals_upto)
  BEGIN
    UPDATE batch_totals SET messages = messages - 1, segments = segments - OLD.segments,
      priced = priced - (OLD.price_micros IS NOT NULL), micros = micros - coalesce(OLD.price_micros, 0)
    WHERE batch_id = OLD.batch_id AND status = OLD.status;
    -- The ids at the end are given out again.
    UPDATE batch_totals_upto SET id = min(id, (SELECT coalesce(max(m.id), 0) FROM main.messages m));
  END;`

const following = new WeakSet<Db>()

const follow = (db: Db): void => {
  if (following.has(db)) return
  db.exec(setup)
  following.add(db)
}

/** Rows counted in one step: about 5 ms. */
const STRETCH = 5000

/** Counts the next stretch of rows. @returns false when there was none. */
const countOn = (db: Db): boolean =>
  db
    .transaction(() => {
      const upto = statement(db, `SELECT id FROM batch_totals_upto`).pluck().get() as number
      const last = statement(db, `SELECT coalesce(max(id), 0) FROM main.messages`).pluck().get() as number
      if (last <= upto) return false
      const to = Math.min(last, upto + STRETCH)
      statement(
        db,
        `INSERT INTO batch_totals
         SELECT batch_id, status, count(*), sum(segments), count(price_micros), coalesce(sum(price_micros), 0), max(currency)
         FROM main.messages WHERE id > @upto AND id <= @to AND batch_id IS NOT NULL GROUP BY batch_id, status
         ON CONFLICT (batch_id, status) DO UPDATE SET messages = messages + excluded.messages, segments = segments + excluded.segments,
           priced = priced + excluded.priced, micros = micros + excluded.micros, currency = coalesce(currency, excluded.currency)`,
      ).run({ upto, to })
      statement(db, `UPDATE batch_totals_upto SET id = ?`).run(to)
      return true
    })
    .deferred()

/** Counts what is not counted yet, in steps: to be awaited before asking for many totals, after a start or a new campaign. */
export const totalsReady = async (db: Db, going: () => boolean): Promise<void> => {
  follow(db)
  while (going() && countOn(db)) await breath()
}

type Row = { readonly status: MessageStatus; readonly messages: number; readonly segments: number; readonly priced: number; readonly micros: number; readonly currency: string | null }

/** A batch in numbers; what is not counted yet is counted first. */
export const batchTotals = (db: Db, batchId: number): BatchTotals => {
  follow(db)
  while (countOn(db));
  const rows = statement(db, `SELECT status, messages, segments, priced, micros, currency FROM batch_totals WHERE batch_id = ? AND messages > 0`).all(batchId) as Row[]
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)
  const former = formerBilled(db, batchId)
  const currency = rows.find((row) => row.priced > 0 && row.currency !== null)?.currency ?? former.currency
  return {
    byStatus: Object.fromEntries(rows.map((row) => [row.status, row.messages])),
    segments: sum((row) => row.segments),
    billed: currency === null ? null : { micros: sum((row) => row.micros) + former.micros, currency },
  }
}

/** Of the batches that have begun and are not ended: messages, and how many of them have not left yet. */
export const openTotals = (db: Db, now: number): { readonly total: number; readonly waiting: number } => {
  follow(db)
  while (countOn(db));
  return statement(
    db,
    `SELECT coalesce(sum(t.messages), 0) AS total, coalesce(sum(t.messages) FILTER (WHERE t.status IN ('queued', 'sending')), 0) AS waiting
     FROM main.batches b JOIN batch_totals t ON t.batch_id = b.id WHERE b.state = 'open' AND b.starts_at <= ?`,
  ).get(now) as { total: number; waiting: number }
}
