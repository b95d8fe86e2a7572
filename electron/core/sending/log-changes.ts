import { statement, type Db } from '../database/open.ts'
import { breath } from './steps.ts'

/**
 * Which messages this connection changed or deleted since last asked: what a thread that holds the log in memory has to
 * read anew. Kept in this connection's own memory by triggers, inside the very transaction of each change. Only the main
 * connection changes messages; what other threads add is found by its id.
 */
const setup = `
  CREATE TEMP TABLE log_changed (id INTEGER PRIMARY KEY);
  CREATE TEMP TRIGGER log_changed_update
  AFTER UPDATE OF status, skip, error_code, sender_id, batch_id, claimed_at, updated_at, price_micros, currency, name, body, number ON main.messages
  BEGIN INSERT OR IGNORE INTO log_changed VALUES (NEW.id); END;
  CREATE TEMP TRIGGER log_changed_delete AFTER DELETE ON main.messages
  BEGIN INSERT OR IGNORE INTO log_changed VALUES (OLD.id); END;`

/** Ids handed over in one step: 2 ms. */
const STEP = 2_000

/** From here on changes are noted. */
export const noteChanges = (db: Db): void => {
  db.exec(setup)
}

/** Hands over what changed, in steps, and forgets it. */
export const takeChanges = async (db: Db, tell: (ids: readonly number[]) => void): Promise<void> => {
  for (;;) {
    const ids = statement(db, `DELETE FROM temp.log_changed WHERE id IN (SELECT id FROM temp.log_changed LIMIT ${STEP}) RETURNING id`).pluck().all() as number[]
    if (ids.length > 0) tell(ids)
    if (ids.length < STEP) return
    await breath()
  }
}
