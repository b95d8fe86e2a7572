import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { migrate } from '../../../electron/core/database/migrate.ts'
import { openDatabase, type Db } from '../../../electron/core/database/open.ts'
import { rowsPage } from '../../../electron/core/imports/queries.ts'
import { createSpanWriter, originOf, spansOf } from '../../../electron/core/imports/spans.ts'

let folder: string
let db: Db
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbell-spans-'))
  db = openDatabase(join(folder, 'book.sqlite'))
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const addImport = (id: number, state = 'done', plan = '{}', figures = ''): void =>
  void db.exec(`INSERT INTO imports (id, file_name, file_hash, bytes, plan, state, started_at) VALUES (${id}, 'a.csv', '', 1, '${plan}', '${state}', 5)${figures}`)

describe('rows of an import of the first version', () => {
  it('become spans, and what a cut-short one says of being texted is kept', () => {
    migrate(db, 1)
    addImport(1)
    addImport(2, 'running', '{"applied":1,"mapping":["number","opt-in"],"consent":{"onlyWhereOptedIn":true}}')
    db.exec(`
      INSERT INTO import_rows (import_id, line, outcome, number, contact_id, opted) VALUES
        (1, 2, 'created', '+12025550100', 1, 0), (1, 3, 'created', '+12025550101', 2, 0), (1, 4, 'unchanged', '+12025550102', 9, 0),
        (1, 5, 'created', '+12025550103', 3, 0), (1, 8, 'created', '+12025550104', 4, 0), (1, 9, 'rejected', NULL, NULL, 0),
        (2, 2, 'created', '+12025550105', 5, 1), (2, 3, 'created', '+12025550106', 6, 0), (2, 4, 'duplicate', '+12025550105', 5, -1), (2, 5, 'created', '+12025550107', 7, 1)`)
    migrate(db)
    expect(spansOf(db, 1)).toEqual([
      { line: 2, contactId: 1, rows: 2, row: 0, created: 0 },
      { line: 5, contactId: 3, rows: 1, row: 3, created: 2 },
      { line: 8, contactId: 4, rows: 1, row: 4, created: 3 },
    ])
    expect(db.prepare('SELECT line, outcome FROM import_rows WHERE import_id = 1 ORDER BY line').raw().all()).toEqual([[4, 'unchanged'], [9, 'rejected']])
    expect(db.prepare('SELECT import_id, says, numbers FROM import_said').raw().all()).toEqual([[2, 'yes', '["+12025550107"]']])
    expect(originOf(db, 3)).toEqual({ importId: 1, line: 5 })
    expect(originOf(db, 9)).toBeNull()
    expect(db.pragma('foreign_key_check')).toEqual([])
  })
})

describe('pages of rows', () => {
  it('show any stretch of any mixture, in file order', () => {
    migrate(db)
    let id = 0
    let nextPerson = 1
    const row = fc.record({ skip: fc.integer({ min: 0, max: 2 }), outcome: fc.constantFrom('created', 'created', 'created', 'updated', 'rejected') })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.nat(45), fc.integer({ min: 1, max: 12 }), (rows, offset, limit) => {
        id++
        addImport(id)
        const span = createSpanWriter(db, id)
        let line = 1
        const all = rows.map(({ skip, outcome }, i) => {
          line += 1 + skip
          if (outcome === 'created') {
            // A gap in the ids, as where somebody else added a person.
            if (skip === 2) nextPerson++
            db.prepare('INSERT INTO contacts (id, number, created_at, updated_at) VALUES (?, ?, 5, 5)').run(nextPerson, `+1202${String(nextPerson).padStart(7, '0')}`)
            span(line, nextPerson++, 1, i)
          } else db.prepare('INSERT INTO import_rows (import_id, line, outcome) VALUES (?, ?, ?)').run(id, line, outcome)
          return [line, outcome]
        })
        const count = (outcome: string) => rows.filter((one) => one.outcome === outcome).length
        db.prepare('UPDATE imports SET rows = ?, created = ?, updated = ?, rejected = ? WHERE id = ?').run(rows.length, count('created'), count('updated'), count('rejected'), id)
        for (const outcome of [undefined, 'created', 'updated', 'rejected'] as const) {
          const wanted = all.filter((one) => outcome === undefined || one[1] === outcome)
          const page = rowsPage(db, { id, outcome, offset, limit })
          expect(page.total).toBe(wanted.length)
          expect(page.rows.map((one) => [one.line, one.outcome])).toEqual(wanted.slice(offset, offset + limit))
          for (const one of page.rows) expect(one.number === null).toBe(one.outcome !== 'created')
        }
      }),
      { numRuns: 150 },
    )
  })
})
