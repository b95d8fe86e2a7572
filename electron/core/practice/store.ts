import Database from 'better-sqlite3'

/** The practice carrier's own database: what a carrier would know. Never the business's. */

export type Direction = 'inbound' | 'outbound-api' | 'outbound-reply'

export type MessageRow = {
  readonly seq: number
  readonly sid: string
  readonly direction: Direction
  readonly from_number: string
  readonly to_number: string
  readonly service_sid: string | null
  readonly body: string
  readonly status: string
  readonly segments: number
  readonly media_count: number
  /** What it costs; told only once it was sent. */
  readonly cost_micros: number
  readonly error_code: number | null
  readonly created_at: number
  readonly sent_at: number | null
  readonly updated_at: number
}

export type NewMessage = Omit<MessageRow, 'seq' | 'error_code' | 'updated_at'> & {
  /** Lists hide it until then. */
  readonly listed_at: number
  /** When its status changes next, and how long each following state lasts; null: it is settled. */
  readonly next_at: number | null
  readonly queue_ms: number
  readonly send_ms: number
  readonly settle_ms: number
  readonly fate_error: number | null
}

export type PlannedReply = { readonly message_seq: number; readonly due_at: number; readonly from_number: string; readonly to_number: string; readonly body: string }

export type ListQuery = {
  readonly to: string | null
  readonly from: string | null
  /** Inclusive, milliseconds; a message not sent yet has no such date and is left out. */
  readonly sentFrom: number | null
  readonly sentUntil: number | null
  readonly now: number
  readonly limit: number
  readonly offset: number
  /** Older than this one (the next page), or newer (the previous one). */
  readonly before: number | null
  readonly after: number | null
}

const schema = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE messages (
    seq INTEGER PRIMARY KEY,
    sid TEXT NOT NULL UNIQUE,
    direction TEXT NOT NULL,
    from_number TEXT NOT NULL,
    to_number TEXT NOT NULL,
    service_sid TEXT,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    segments INTEGER NOT NULL,
    media_count INTEGER NOT NULL,
    cost_micros INTEGER NOT NULL,
    error_code INTEGER,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    updated_at INTEGER NOT NULL,
    listed_at INTEGER NOT NULL,
    deleted_at INTEGER,
    next_at INTEGER,
    queue_ms INTEGER NOT NULL,
    send_ms INTEGER NOT NULL,
    settle_ms INTEGER NOT NULL,
    fate_error INTEGER
  ) STRICT;
  CREATE INDEX messages_due ON messages (next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX messages_to ON messages (to_number, seq);
  CREATE INDEX messages_from ON messages (from_number, seq);
  CREATE TABLE replies (
    id INTEGER PRIMARY KEY,
    message_seq INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    from_number TEXT NOT NULL,
    to_number TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX replies_due ON replies (due_at);
  CREATE INDEX replies_message ON replies (message_seq);
  CREATE TABLE opt_outs (sender TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (sender, person)) STRICT, WITHOUT ROWID;
`

const mediaSchema = `
  CREATE TABLE media (
    sid TEXT PRIMARY KEY,
    seq INTEGER NOT NULL REFERENCES messages (seq) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    data BLOB NOT NULL
  ) STRICT;
  CREATE INDEX media_of ON media (seq, position);
`

/** A file that came with a message. */
export type MediaRow = { readonly sid: string; readonly content_type: string; readonly created_at: number }

const columns = `seq, sid, direction, from_number, to_number, service_sid, body, status, segments, media_count, cost_micros,
  error_code, created_at, sent_at, updated_at`

/**
 * Opens (and where needed makes) the carrier's database.
 * `synchronous=NORMAL`: a crash of this process loses nothing, a power cut at most the last moments of a game.
 */
export const openStore = (file: string, nativeBinding?: string) => {
  const db = new Database(file, nativeBinding === undefined ? {} : { nativeBinding })
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  // Each checkpoint waits for the disk; a long one now and then is cheaper than many.
  db.pragma('wal_autocheckpoint = 8000')
  db.pragma('cache_size = -32000')
  if (db.pragma('user_version', { simple: true }) === 0) {
    db.transaction(() => {
      db.exec(schema)
      db.pragma('user_version = 1')
    })()
  }
  db.pragma('foreign_keys = ON')
  if (db.pragma('user_version', { simple: true }) === 1) {
    db.transaction(() => {
      db.exec(mediaSchema)
      db.pragma('user_version = 2')
    })()
  }

  const statements = new Map<string, Database.Statement>()
  const sql = (text: string): Database.Statement => {
    let statement = statements.get(text)
    if (!statement) statements.set(text, (statement = db.prepare(text)))
    return statement
  }

  // In this order a message that is long overdue walks through all its states at once, each with its own time.
  const advanceMessages = (now: number): void => {
    sql(`UPDATE messages SET status = 'queued', updated_at = next_at, next_at = next_at + queue_ms
         WHERE next_at <= ? AND status IN ('accepted', 'scheduled')`).run(now)
    sql(`UPDATE messages SET status = 'sending', updated_at = next_at, next_at = next_at + send_ms
         WHERE next_at <= ? AND status = 'queued'`).run(now)
    sql(`UPDATE messages SET status = 'sent', sent_at = next_at, updated_at = next_at, next_at = next_at + settle_ms
         WHERE next_at <= ? AND status = 'sending'`).run(now)
    sql(`UPDATE messages SET status = iif(fate_error IS NULL, 'delivered', 'undelivered'), error_code = fate_error,
           updated_at = next_at, next_at = NULL
         WHERE next_at <= ? AND status = 'sent'`).run(now)
  }

  return {
    transaction: <T>(run: () => T): T => db.transaction(run)(),
    close: () => db.close(),

    meta: (key: string): string | null => (sql('SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined) ?? null,
    setMeta: (key: string, value: string): void => void sql('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, value),

    lastSeq: (): number => (sql('SELECT max(seq) FROM messages').pluck().get() as number | null) ?? 0,
    insert: (seq: number, message: NewMessage): void =>
      void sql(`INSERT INTO messages (seq, sid, direction, from_number, to_number, service_sid, body, status, segments, media_count,
          cost_micros, created_at, sent_at, updated_at, listed_at, next_at, queue_ms, send_ms, settle_ms, fate_error)
        VALUES (@seq, @sid, @direction, @from_number, @to_number, @service_sid, @body, @status, @segments, @media_count,
          @cost_micros, @created_at, @sent_at, @created_at, @listed_at, @next_at, @queue_ms, @send_ms, @settle_ms, @fate_error)`).run({ seq, ...message }),
    addMedia: (seq: number, position: number, sid: string, contentType: string, data: Uint8Array, now: number): void =>
      void sql('INSERT INTO media (sid, seq, position, content_type, created_at, data) VALUES (?, ?, ?, ?, ?, ?)').run(sid, seq, position, contentType, now, data),
    mediaOf: (seq: number): readonly MediaRow[] => sql('SELECT sid, content_type, created_at FROM media WHERE seq = ? ORDER BY position DESC').all(seq) as MediaRow[],
    mediaData: (seq: number, sid: string): { readonly content_type: string; readonly data: Buffer } | null =>
      (sql('SELECT content_type, data FROM media WHERE seq = ? AND sid = ?').get(seq, sid) as { content_type: string; data: Buffer } | undefined) ?? null,
    /** False when there was none. */
    removeMedia: (seq: number, sid: string): boolean => sql('DELETE FROM media WHERE seq = ? AND sid = ?').run(seq, sid).changes === 1,
    bySid: (sid: string): MessageRow | null =>
      (sql(`SELECT ${columns} FROM messages WHERE sid = ? AND deleted_at IS NULL`).get(sid) as MessageRow | undefined) ?? null,
    seqOf: (sid: string): number | null => (sql('SELECT seq FROM messages WHERE sid = ?').pluck().get(sid) as number | undefined) ?? null,
    cancel: (seq: number, now: number): void => {
      sql(`UPDATE messages SET status = 'canceled', next_at = NULL, updated_at = ? WHERE seq = ?`).run(now, seq)
      sql('DELETE FROM replies WHERE message_seq = ?').run(seq)
    },
    redact: (seq: number, now: number): void => void sql(`UPDATE messages SET body = '', updated_at = ? WHERE seq = ?`).run(now, seq),
    remove: (seq: number, now: number): void => void sql(`UPDATE messages SET deleted_at = ?, body = '' WHERE seq = ?`).run(now, seq),
    accepted: (): readonly MessageRow[] => sql(`SELECT ${columns} FROM messages WHERE direction = 'outbound-api' ORDER BY seq`).all() as MessageRow[],
    spentMicros: (): number => sql('SELECT coalesce(sum(cost_micros), 0) FROM messages WHERE sent_at IS NOT NULL').pluck().get() as number,

    list: (query: ListQuery): readonly MessageRow[] => {
      const where = ['deleted_at IS NULL', 'listed_at <= @now']
      if (query.to !== null) where.push('to_number = @to')
      if (query.from !== null) where.push('from_number = @from')
      if (query.sentFrom !== null) where.push('sent_at >= @sentFrom')
      if (query.sentUntil !== null) where.push('sent_at <= @sentUntil')
      if (query.before !== null) where.push('seq < @before')
      if (query.after !== null) where.push('seq > @after')
      const order = query.after === null ? 'DESC' : 'ASC'
      const rows = sql(`SELECT ${columns} FROM messages WHERE ${where.join(' AND ')} ORDER BY seq ${order} LIMIT @limit OFFSET @offset`).all(query) as MessageRow[]
      return query.after === null ? rows : rows.reverse()
    },

    advanceMessages,
    /** When something happens next, or Infinity. */
    nextChangeAt: (): number => (sql('SELECT min(next_at) FROM messages WHERE next_at IS NOT NULL').pluck().get() as number | null) ?? Infinity,
    nextReplyAt: (): number => (sql('SELECT min(due_at) FROM replies').pluck().get() as number | null) ?? Infinity,
    planReply: (reply: PlannedReply): void =>
      void sql('INSERT INTO replies (message_seq, due_at, from_number, to_number, body) VALUES (@message_seq, @due_at, @from_number, @to_number, @body)').run(reply),
    /** Takes out the replies that are due, oldest first. */
    takeReplies: (now: number): readonly PlannedReply[] => {
      const due = sql('SELECT message_seq, due_at, from_number, to_number, body FROM replies WHERE due_at <= ? ORDER BY due_at, id').all(now) as PlannedReply[]
      if (due.length > 0) sql('DELETE FROM replies WHERE due_at <= ?').run(now)
      return due
    },

    optedOut: (sender: string, person: string): boolean => sql('SELECT 1 FROM opt_outs WHERE sender = ? AND person = ?').get(sender, person) !== undefined,
    /** true when this changed something. */
    optOut: (sender: string, person: string): boolean => sql('INSERT OR IGNORE INTO opt_outs VALUES (?, ?)').run(sender, person).changes === 1,
    optIn: (sender: string, person: string): boolean => sql('DELETE FROM opt_outs WHERE sender = ? AND person = ?').run(sender, person).changes === 1,
  }
}

export type Store = ReturnType<typeof openStore>
