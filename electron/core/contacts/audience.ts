import type { Audience } from '../../../shared/contract/campaigns.ts'
import type { Db } from '../database/open.ts'
import { compileRule } from '../segments/compile.ts'
import { oneSegment, segmentRule } from '../segments/store.ts'

/** A person as merging needs them; `custom` is JSON as stored. */
export type MergeSource = {
  readonly id: number
  readonly number: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly country: string | null
  readonly custom: string
}

/** Everybody of an audience, by id. Do not write to the same connection while iterating. */
export const audienceMembers = (db: Db, audience: Audience): Iterable<{ readonly id: number; readonly number: string }> => {
  type Member = { id: number; number: string }
  switch (audience.kind) {
    case 'everybody':
      return db.prepare(`SELECT id, number FROM contacts ORDER BY id`).iterate() as Iterable<Member>
    case 'list':
      return db
        .prepare(`SELECT c.id, c.number FROM list_members m JOIN contacts c ON c.id = m.contact_id WHERE m.list_id = ? ORDER BY m.contact_id`)
        .iterate(audience.listId) as Iterable<Member>
    case 'tag':
      return db
        .prepare(
          `SELECT c.id, c.number FROM contact_tags t JOIN contacts c ON c.id = t.contact_id
           WHERE t.tag_id = (SELECT id FROM tags WHERE name = ?) ORDER BY t.contact_id`,
        )
        .iterate(audience.tag) as Iterable<Member>
    case 'segment': {
      const rule = segmentRule(db, audience.segmentId)
      if (rule === null) return []
      const { sql, params } = compileRule(db, rule).ids()
      return db.prepare(`SELECT c.id, c.number FROM (${sql}) s CROSS JOIN contacts c ON c.id = s.id ORDER BY c.id`).iterate(...params) as Iterable<Member>
    }
    case 'people':
      return db
        .prepare(`SELECT id, number FROM contacts WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`)
        .iterate(JSON.stringify(audience.contactIds)) as Iterable<Member>
  }
}

/** Reads one person after another for merging; null for one who is gone. */
export const mergeSource = (db: Db): ((id: number) => MergeSource | null) => {
  const one = db.prepare(
    `SELECT id, number, first_name AS firstName, last_name AS lastName, email, country, custom FROM contacts WHERE id = ?`,
  )
  return (id) => (one.get(id) as MergeSource | undefined) ?? null
}

/** What the owner calls an audience: a list's name, a tag; '' for everybody and for chosen people. */
export const audienceName = (db: Db, audience: Audience): string => {
  switch (audience.kind) {
    case 'list':
      return (db.prepare(`SELECT name FROM lists WHERE id = ?`).pluck().get(audience.listId) as string | undefined) ?? ''
    case 'tag':
      return audience.tag
    case 'segment':
      return oneSegment(db, audience.segmentId)?.name ?? ''
    case 'everybody':
    case 'people':
      return ''
  }
}

/** Whether the list, tag or segment an audience names is no more. */
export const audienceGone = (db: Db, audience: Audience): boolean => {
  switch (audience.kind) {
    case 'list':
      return db.prepare('SELECT 1 FROM lists WHERE id = ?').get(audience.listId) === undefined
    case 'tag':
      return db.prepare('SELECT 1 FROM tags WHERE name = ?').get(audience.tag) === undefined
    case 'segment':
      return oneSegment(db, audience.segmentId) === null
    case 'everybody':
    case 'people':
      return false
  }
}
