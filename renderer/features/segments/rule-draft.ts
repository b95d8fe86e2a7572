/** A rule while it is made: the tree of the contract, some of whose conditions still lack their value. */
import type { CustomField, FieldKind } from '../../../shared/contract/contacts.ts'
import { condition as conditionSchema, DEEPEST, type Condition, type FieldTest, type Group, type Rule } from '../../../shared/rules/segments/rule.ts'

/** Where in the tree: the index at each level. */
export type Path = readonly number[]

/** Whether a condition says all it must. */
export const isFinished = (node: Condition): boolean => conditionSchema.safeParse(node).success

export const isWholeFinished = (node: Rule): boolean => (node.kind === 'group' ? node.of.every(isWholeFinished) : isFinished(node))

/** What can be counted already: finished conditions, and groups that have some. */
export const finishedPart = (node: Group): Group => ({
  ...node,
  of: node.of.flatMap((part): readonly Rule[] => {
    if (part.kind !== 'group') return isFinished(part) ? [part] : []
    const inside = finishedPart(part)
    return inside.of.length === 0 ? [] : [inside]
  }),
})

/** A rule as the builder shows it: always a group outermost. */
export const asGroup = (rule: Rule): Group => (rule.kind === 'group' ? rule : { kind: 'group', match: 'all', of: [rule] })

const changeAt = (node: Rule, path: Path, change: (node: Rule) => Rule | null): Rule | null => {
  const [index, ...rest] = path
  if (index === undefined) return change(node)
  if (node.kind !== 'group') return node
  return { ...node, of: node.of.flatMap((part, at) => { const next = at === index ? changeAt(part, rest, change) : part; return next === null ? [] : [next] }) }
}

export const replaceAt = (root: Group, path: Path, node: Rule): Group => asGroup(changeAt(root, path, () => node) ?? root)
export const removeAt = (root: Group, path: Path): Group => asGroup(changeAt(root, path, () => null) ?? { ...root, of: [] })
export const addAt = (root: Group, path: Path, node: Rule): Group =>
  asGroup(changeAt(root, path, (group) => (group.kind === 'group' ? { ...group, of: [...group.of, node] } : group)) ?? root)

/** Whether a group at this path may hold another. */
export const mayNest = (path: Path): boolean => path.length + 1 < DEEPEST

/** A new condition of a kind, with the answer most people want; empty where they must say. */
export const newCondition = (kind: string, fields: readonly CustomField[]): Condition => {
  const [head, detail = ''] = kind.split(':')
  switch (head) {
    case 'field': {
      const field = fields.find(({ key }) => key === detail)
      return { kind: 'field', field: detail, test: newTest(field?.kind ?? 'text') }
    }
    case 'about':
      return { kind: 'about', what: detail as 'email', test: detail === 'email' || detail === 'notes' ? { op: 'filled' } : { op: 'is', value: '' } }
    case 'consent':
      return { kind: 'consent', purpose: detail === 'service' ? 'service' : 'marketing', is: 'opted-in' }
    case 'list':
      return { kind: 'list', on: true, listId: 0 }
    case 'texted':
      return { kind: 'texted', last: { when: 'not-within', days: 60 } }
    case 'replied':
      return { kind: 'replied', last: { when: 'within', days: 30 } }
    case 'delivery':
      return { kind: 'delivery', what: 'last-failed', is: true }
    case 'country':
      return { kind: 'country', in: true, countries: [] }
    case 'region':
      return { kind: 'region', in: true, regions: [] }
    case 'postal-code':
      return { kind: 'postal-code', in: true, begins: [] }
    case 'area-code':
      return { kind: 'area-code', in: true, codes: [] }
    case 'language':
      return { kind: 'language', is: 'en' }
    case 'added':
    case 'changed':
      return { kind: head, since: { when: 'within', days: 30 } }
    case 'imported':
      return { kind: 'imported', by: true, importId: 0 }
    default:
      return { kind: 'tag', has: true, tag: '' }
  }
}

/** What is asked of a field of each kind, in the order of the menu. */
export const opsOf: Readonly<Record<FieldKind, readonly FieldTest['op'][]>> = {
  text: ['is', 'is-not', 'contains', 'contains-not', 'begins', 'filled', 'empty'],
  number: ['number-is', 'number-is-not', 'more', 'less', 'number-between', 'filled', 'empty'],
  date: ['yearly', 'on', 'before', 'after', 'date-between', 'last-days', 'next-days', 'filled', 'empty'],
  'yes-no': ['yes', 'no', 'filled', 'empty'],
  choice: ['one-of', 'none-of', 'filled', 'empty'],
}

const newTest = (kind: FieldKind): FieldTest => testOf((opsOf[kind][0] as FieldTest['op']), null)

/** A test of another kind, keeping of the one before what fits. */
export const testOf = (op: FieldTest['op'], before: FieldTest | null): FieldTest => {
  const was = (before ?? {}) as { value?: unknown; from?: unknown; day?: unknown; days?: unknown; values?: unknown; when?: unknown }
  const text = typeof was.value === 'string' ? was.value : ''
  const number = typeof was.value === 'number' ? was.value : typeof was.from === 'number' ? was.from : NaN
  const day = typeof was.day === 'string' ? was.day : typeof was.from === 'string' ? was.from : ''
  const days = typeof was.days === 'number' ? was.days : 30
  switch (op) {
    case 'is':
    case 'is-not':
    case 'contains':
    case 'contains-not':
    case 'begins':
      return { op, value: text }
    case 'number-is':
    case 'number-is-not':
    case 'more':
    case 'less':
      return { op, value: number }
    case 'number-between':
      return { op, from: number, to: NaN }
    case 'on':
    case 'before':
    case 'after':
      return { op, day }
    case 'date-between':
      return { op, from: day, to: '' }
    case 'last-days':
    case 'next-days':
      return { op, days }
    case 'yearly':
      return { op, when: 'this-week' }
    case 'one-of':
    case 'none-of':
      return { op, values: Array.isArray(was.values) ? (was.values as string[]) : [] }
    case 'filled':
    case 'empty':
    case 'yes':
    case 'no':
      return { op }
  }
}

/** What the builder calls a condition's kind: 'tag', 'field:birthday', 'about:email', 'consent:service'. */
export const kindOf = (node: Condition): string =>
  node.kind === 'field' ? `field:${node.field}` : node.kind === 'about' ? `about:${node.what}` : node.kind === 'consent' ? `consent:${node.purpose}` : node.kind

const BIRTHDAY = /birth|naiss|anniv|bday/i

/** Rules to start from. `birthday` is null where no field holds dates. */
export const templatesOf = (fields: readonly CustomField[], country: string) => {
  const dates = fields.filter(({ kind }) => kind === 'date')
  const birthday = dates.find(({ label, key }) => BIRTHDAY.test(label) || BIRTHDAY.test(key)) ?? dates[0]
  const agreed: Condition = { kind: 'consent', purpose: 'marketing', is: 'opted-in' }
  const all = (...of: readonly Rule[]): Group => ({ kind: 'group', match: 'all', of })
  return {
    birthday: birthday === undefined ? null : all(agreed, { kind: 'field', field: birthday.key, test: { op: 'yearly', when: 'this-week' } }),
    quiet: all(agreed, { kind: 'texted', last: { when: 'not-within', days: 60 } }),
    area: all(agreed, country === 'FR' ? { kind: 'postal-code', in: true, begins: [] } : { kind: 'region', in: true, regions: [] }),
    failed: all({ kind: 'delivery', what: 'last-failed', is: true }),
    new: all({ kind: 'added', since: { when: 'within', days: 30 } }, { kind: 'texted', last: { when: 'never' } }),
  }
}
