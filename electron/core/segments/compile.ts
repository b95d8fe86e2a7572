import { dayNumber, startOfDay, todayOf, yearlyDays, type Moment } from '../../../shared/rules/segments/calendar.ts'
import type { Condition, FieldTest, LastTime, Rule } from '../../../shared/rules/segments/rule.ts'
import { consentCondition } from '../consent/state.ts'
import type { Db } from '../database/open.ts'
import { consentSet } from './consent-sets.ts'
import { momentOf } from './moment.ts'
import { folded, prepareReadings } from './readings.ts'

/** A piece of SQL and what is bound to it, in order. Nothing of a rule ever stands in the text itself. */
export type Piece = { readonly sql: string; readonly params: readonly (string | number | null)[] }

/** Only people with these ids, both included: long searches go through the book piece by piece. */
export type IdRange = { readonly from: number; readonly to: number }

export type Compiled = {
  /** A condition on `c` (contacts), always true or false. */
  readonly where: Piece
  /** SELECT id: exactly the people it finds; one column called id, each once. */
  ids(range?: IdRange): Piece
  /** Whether piece by piece costs no more than at once. */
  readonly divisible: boolean
}

const piece = (sql: string, ...params: readonly (string | number | null)[]): Piece => ({ sql, params })
const not = ({ sql, params }: Piece): Piece => ({ sql: `NOT (${sql})`, params })
const only = (holds: boolean, what: Piece): Piece => (holds ? what : not(what))
const sure = ({ sql, params }: Piece): Piece => ({ sql: `(${sql}) IS TRUE`, params })
const joined = (pieces: readonly Piece[], word: 'AND' | 'OR'): Piece => ({
  sql: pieces.map(({ sql }) => `(${sql})`).join(` ${word} `),
  params: pieces.flatMap(({ params }) => params),
})
const amongst = (what: string, values: readonly (string | number)[]): Piece => piece(`${what} IN (SELECT value FROM json_each(?))`, JSON.stringify(values))

/** `id`: the column with a person's id where a condition stands. */
type World = { readonly db: Db; readonly today: number; readonly zone: string; readonly id: string }

/** When the day `days` ago began. */
const since = ({ today, zone }: World, days: number): number => startOfDay(today - days, zone)

const TAG = 'SELECT id FROM tags WHERE name = ?'

const fieldTest = (value: Piece, test: FieldTest, world: World, order: string): Piece => {
  const { today } = world
  const reading = (name: 'rule_fold' | 'rule_number' | 'rule_yes'): string => `${name}(${value.sql})`
  const over = (sql: string, ...params: readonly (string | number)[]): Piece => sure({ sql, params: [...value.params, ...params] })
  const text = (sql: string, said: string): Piece => over(`${reading('rule_fold')} ${sql}`, said)
  const days = (sql: string, ...params: readonly number[]): Piece =>
    sure({ sql: `rule_day(${value.sql}, ?) ${sql}`, params: [...value.params, order, ...params] })
  switch (test.op) {
    case 'filled':
      return over(`${value.sql} <> ''`)
    case 'empty':
      return not(over(`${value.sql} <> ''`))
    case 'is':
      return text('= ?', folded(test.value))
    case 'is-not':
      return not(text('= ?', folded(test.value)))
    case 'contains':
      return over(`instr(${reading('rule_fold')}, ?) > 0`, folded(test.value))
    case 'contains-not':
      return not(over(`instr(${reading('rule_fold')}, ?) > 0`, folded(test.value)))
    case 'begins':
      return over(`instr(${reading('rule_fold')}, ?) = 1`, folded(test.value))
    case 'number-is':
      return over(`${reading('rule_number')} = ?`, test.value)
    case 'number-is-not':
      return not(over(`${reading('rule_number')} = ?`, test.value))
    case 'more':
      return over(`${reading('rule_number')} > ?`, test.value)
    case 'less':
      return over(`${reading('rule_number')} < ?`, test.value)
    case 'number-between':
      return over(`${reading('rule_number')} BETWEEN ? AND ?`, Math.min(test.from, test.to), Math.max(test.from, test.to))
    case 'on':
      return days('= ?', dayNumber(test.day))
    case 'before':
      return days('< ?', dayNumber(test.day))
    case 'after':
      return days('> ?', dayNumber(test.day))
    case 'date-between': {
      const [one, other] = [dayNumber(test.from), dayNumber(test.to)]
      return days('BETWEEN ? AND ?', Math.min(one, other), Math.max(one, other))
    }
    case 'last-days':
      return days('BETWEEN ? AND ?', today - test.days, today)
    case 'next-days':
      return days('BETWEEN ? AND ?', today, today + test.days)
    case 'yearly': {
      const among = amongst(`rule_year_day(${value.sql}, ?)`, yearlyDays(test.when, today))
      return sure({ sql: among.sql, params: [...value.params, order, ...among.params] })
    }
    case 'yes':
      return over(`${reading('rule_yes')} = 1`)
    case 'no':
      return over(`${reading('rule_yes')} = 0`)
    case 'one-of':
    case 'none-of': {
      const among = amongst(reading('rule_fold'), test.values.map(folded))
      return only(test.op === 'one-of', sure({ sql: among.sql, params: [...value.params, ...among.params] }))
    }
  }
}

/** When it happened last, of a view with `number` and `at`. */
const happened = (view: 'texted' | 'replied', last: LastTime, world: World): Piece => {
  const ever = piece(`EXISTS (SELECT 1 FROM ${view} v WHERE v.number = c.number)`)
  switch (last.when) {
    case 'ever':
      return ever
    case 'never':
      return not(ever)
    case 'within':
    case 'not-within':
      return only(last.when === 'within', piece(`EXISTS (SELECT 1 FROM ${view} v WHERE v.number = c.number AND v.at >= ?)`, since(world, last.days)))
  }
}

const ABOUT = { 'first-name': 'c.first_name', 'last-name': 'c.last_name', email: 'c.email', notes: 'c.notes' } as const

const orderOf = (db: Db, key: string): string =>
  (db.prepare('SELECT date_order FROM custom_fields WHERE key = ?').pluck().get(key) as string | null | undefined) ?? 'mdy'

const where = (node: Condition, world: World): Piece => {
  switch (node.kind) {
    case 'tag':
      return only(node.has, piece(`EXISTS (SELECT 1 FROM contact_tags t WHERE t.contact_id = ${world.id} AND t.tag_id = (${TAG}))`, node.tag))
    case 'list':
      return only(node.on, piece(`EXISTS (SELECT 1 FROM list_members m WHERE m.contact_id = ${world.id} AND m.list_id = ?)`, node.listId))
    case 'field':
      return fieldTest(piece('json_extract(c.custom, ?)', `$."${node.field}"`), node.test, world, orderOf(world.db, node.field))
    case 'about':
      return fieldTest(piece(ABOUT[node.what]), node.test, world, 'mdy')
    case 'consent': {
      const set = consentSet(world.db, node.purpose)
      if (set === null) return piece(consentCondition('c.number', node.purpose, node.is))
      const standing = (more: string): Piece => piece(`EXISTS (SELECT 1 FROM ${set} k WHERE k.id = ${world.id}${more})`)
      return node.is === 'none' ? not(standing('')) : standing(` AND k.agreed = ${node.is === 'opted-in' ? 1 : 0}`)
    }
    case 'texted':
    case 'replied':
      return happened(node.kind, node.last, world)
    case 'delivery':
      switch (node.what) {
        case 'last-failed':
          return only(node.is, sure(piece('SELECT t.failed FROM tried t WHERE t.number = c.number ORDER BY t.id DESC LIMIT 1')))
        case 'cannot-get-texts':
          return only(node.is, piece('EXISTS (SELECT 1 FROM cannot_get_texts n WHERE n.number = c.number)'))
      }
    // eslint-disable-next-line no-fallthrough -- both cases above return.
    case 'country':
      return only(node.in, sure(amongst('c.country', node.countries)))
    case 'region':
      return only(node.in, amongst('rule_fold(c.region)', node.regions.map(folded)))
    case 'postal-code': {
      const begins = node.begins.map((text) => text.replaceAll(' ', '').toUpperCase())
      return only(node.in, piece("EXISTS (SELECT 1 FROM json_each(?) p WHERE instr(upper(replace(c.postal_code, ' ', '')), p.value) = 1)", JSON.stringify(begins)))
    }
    case 'area-code':
      return only(node.in, joined([piece("c.number LIKE '+1__________'"), amongst('substr(c.number, 3, 3)', node.codes)], 'AND'))
    case 'language':
      return piece('c.language IS ?', node.is)
    case 'added':
    case 'changed':
      return piece(`c.${node.kind === 'added' ? 'created_at' : 'updated_at'} ${node.since.when === 'within' ? '>=' : '<'} ?`, since(world, node.since.days))
    case 'imported':
      return only(node.by, piece(`${world.id} IN (SELECT contact_id FROM imported WHERE import_id = ?)`, node.importId))
  }
}

const whereOf = (node: Rule, world: World): Piece => {
  if (node.kind !== 'group') return where(node, world)
  if (node.of.length === 0) return piece(node.match === 'any' ? 'false' : 'true')
  const parts = node.of.map((part) => whereOf(part, world))
  switch (node.match) {
    case 'all':
      return joined(parts, 'AND')
    case 'any':
      return joined(parts, 'OR')
    case 'none':
      return not(joined(parts, 'OR'))
  }
}

const within = (column: string, range: IdRange | undefined): Piece => (range === undefined ? piece('') : piece(` AND ${column} BETWEEN ? AND ?`, range.from, range.to))

/** Whether a rule asks nothing that stands in a contact's own row. */
const needsOnlyId = (node: Rule, world: World): boolean => {
  if (node.kind === 'group') return node.of.every((part) => needsOnlyId(part, world))
  if (node.kind === 'consent') return consentSet(world.db, node.purpose) !== null
  return node.kind === 'tag' || node.kind === 'list' || node.kind === 'imported'
}

/** Where a condition is an index of its own: the ids straight from it, and about how many. Null: look at everybody. */
type Source = { readonly people: number; ids(range?: IdRange): Piece }

/** A tag or list with more than this is counted no further. */
const FAR = 20_000
const MOST = 1_000_000_000

const sourceOf = (node: Condition, { db }: World): Source | null => {
  const from = (start: Piece): Source => ({
    people: db.prepare(`SELECT count(*) FROM (${start.sql} LIMIT ${FAR})`).pluck().get(...start.params) as number,
    ids: (range) => {
      const more = within('contact_id', range)
      return { sql: `${start.sql}${more.sql}`, params: [...start.params, ...more.params] }
    },
  })
  if (node.kind === 'tag' && node.has) return from(piece(`SELECT contact_id AS id FROM contact_tags WHERE tag_id = (${TAG})`, node.tag))
  if (node.kind === 'list' && node.on) return from(piece('SELECT contact_id AS id FROM list_members WHERE list_id = ?', node.listId))
  if (node.kind === 'consent' && node.is !== 'none') {
    const set = consentSet(db, node.purpose)
    if (set !== null) {
      const start = piece(`SELECT id FROM ${set} WHERE agreed = ?`, node.is === 'opted-in' ? 1 : 0)
      return {
        // Most of the book, as a rule: only where nothing narrower is asked.
        people: node.is === 'opted-in' ? MOST : FAR - 1,
        ids: (range) => {
          const more = within('id', range)
          return { sql: `${start.sql}${more.sql}`, params: [...start.params, ...more.params] }
        },
      }
    }
    if (node.is === 'opted-in') return null
    // Few have said stop.
    const start = piece("SELECT c.id AS id FROM consent k CROSS JOIN contacts c ON c.number = k.number WHERE k.purpose = ? AND k.state = 'opted-out'", node.purpose)
    return {
      people: FAR - 1,
      ids: (range) => {
        const more = within('c.id', range)
        return { sql: `${start.sql}${more.sql}`, params: [...start.params, ...more.params] }
      },
    }
  }
  return null
}

const sourceFor = (node: Rule, world: World): Source | null => {
  if (node.kind !== 'group') return sourceOf(node, world)
  if (node.match === 'none' || node.of.length === 0) return null
  const sources = node.of.map((part) => sourceFor(part, world))
  if (node.match === 'any') {
    if (sources.some((source) => source === null)) return null
    const all = sources as readonly Source[]
    return {
      people: all.reduce((sum, { people }) => sum + people, 0),
      ids: (range) => {
        const parts = all.map((source) => source.ids(range))
        return { sql: parts.map(({ sql }) => `SELECT id FROM (${sql})`).join(' UNION '), params: parts.flatMap(({ params }) => params) }
      },
    }
  }
  const best = sources.reduce<number>((least, source, index) => (source !== null && (least < 0 || source.people < (sources[least]?.people ?? Infinity)) ? index : least), -1)
  const start = sources[best]
  if (start == null) return null
  const others = node.of.filter((_, index) => index !== best)
  if (others.length === 0) return start
  // What the ids alone can tell is asked before anybody's row is read.
  const byId = others.filter((part) => needsOnlyId(part, world)).map((part) => whereOf(part, { ...world, id: 's.id' }))
  const byRow = others.filter((part) => !needsOnlyId(part, world)).map((part) => whereOf(part, world))
  const first = byId.length === 0 ? null : joined(byId, 'AND')
  const rest = byRow.length === 0 ? null : joined(byRow, 'AND')
  return {
    people: start.people,
    ids: (range) => {
      let { sql, params } = start.ids(range)
      if (first !== null) [sql, params] = [`SELECT s.id AS id FROM (${sql}) s WHERE ${first.sql}`, [...params, ...first.params]]
      if (rest !== null) [sql, params] = [`SELECT c.id AS id FROM (${sql}) s CROSS JOIN contacts c ON c.id = s.id WHERE ${rest.sql}`, [...params, ...rest.params]]
      return { sql, params }
    },
  }
}

const mentions = (node: Rule, kind: Condition['kind']): boolean => (node.kind === 'group' ? node.of.some((part) => mentions(part, kind)) : node.kind === kind)

/** A rule as one SQL over the book's indexes, for a connection and the moment it was told (moment.ts). */
export const compileRule = (db: Db, node: Rule, moment: Moment = momentOf(db)): Compiled => {
  prepareReadings(db)
  const world: World = { db, today: todayOf(moment), zone: moment.zone, id: 'c.id' }
  const all = whereOf(node, world)
  const source = sourceFor(node, world)
  // Everybody who agreed, and nothing else: both tables lie in the order of the number, all at once.
  if (source === null && node.kind === 'consent' && node.is === 'opted-in') {
    const agreed = piece("SELECT c.id AS id FROM consent k CROSS JOIN contacts c ON c.number = k.number WHERE k.purpose = ? AND k.state = 'opted-in'", node.purpose)
    return {
      where: all,
      ids: (range) => {
        const more = within('c.id', range)
        return { sql: `${agreed.sql}${more.sql}`, params: [...agreed.params, ...more.params] }
      },
      divisible: false,
    }
  }
  return {
    where: all,
    ids: (range) => {
      if (source !== null) return source.ids(range)
      const more = within('c.id', range)
      return { sql: `SELECT c.id AS id FROM contacts c WHERE (${all.sql})${more.sql}`, params: [...all.params, ...more.params] }
    },
    // Whom an import brought is read from its rows, all of them each time.
    divisible: !mentions(node, 'imported'),
  }
}
