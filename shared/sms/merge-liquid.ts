/** Bodies with more Liquid than plain fields: conditions, other filters. Limits keep a body from doing harm. */
import { Liquid, type Template } from 'liquidjs'
import type { MergeCompiled, MergeFields, MergeProblemCode } from './merge.ts'

/** Characters of a body; Twilio takes 1,600 after merging. */
const PARSE_LIMIT = 20_000
/** Milliseconds for one message; far more than any takes, so that a busy machine changes nothing. */
const RENDER_LIMIT = 2_000
/** Characters and items LiquidJS may make for one message. */
const MEMORY_LIMIT = 200_000

/** Tags a message has use for. No loops (nothing to loop over, and they run long), no files. */
const TAGS: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'assign', 'capture', 'comment', '#', 'raw', 'echo', 'liquid'])

const noFiles = {
  readFileSync: (): string => {
    throw new Error('No files.')
  },
  readFile: async (): Promise<string> => {
    throw new Error('No files.')
  },
  existsSync: () => false,
  exists: async () => false,
  contains: async () => false,
  containsSync: () => false,
  resolve: (_root: string, file: string) => file,
  dirname: () => '',
  sep: '/',
}

const createEngine = (): Liquid => {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    fs: noFiles,
    parseLimit: PARSE_LIMIT,
    renderLimit: RENDER_LIMIT,
    memoryLimit: MEMORY_LIMIT,
  })
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) Reflect.deleteProperty(engine.tags, tag)
  return engine
}

// Most windows and imports never meet such a body.
let engine: Liquid | undefined

/**
 * A second word after a name, as in `{{ first name }}`. Liquid shows the first and forgets the second; a person means
 * a field that does not exist.
 */
const TWO_WORDS = /\{\{-?\s*[\p{L}_][\p{L}\p{N}_-]*\s+(?!(?:and|or|contains|if|else)\b)[\p{L}\p{N}"']/u

const codeOf = (message: string): MergeProblemCode => {
  if (/limit exceeded/.test(message)) return 'too-long'
  if (/not closed/.test(message)) return 'not-closed'
  if (/undefined filter/.test(message)) return 'unknown-filter'
  if (/^tag .* not found/.test(message)) return 'unknown-tag'
  return 'not-understood'
}

const positionOf = (error: unknown): number | null => {
  const token: unknown = error instanceof Error && 'token' in error ? error.token : undefined
  return typeof token === 'object' && token !== null && 'begin' in token && typeof token.begin === 'number' ? token.begin : null
}

const WITH_DEFAULT = /\{\{-?\s*([A-Za-z_][\w-]*)\s*\|\s*default\s*:/g

/** Fields whose every appearance is an output with a fallback first. */
const alwaysWithFallback = (body: string, appearances: Readonly<Record<string, readonly unknown[]>>): string[] => {
  const covered = new Map<string, number>()
  for (const [, name = ''] of body.matchAll(WITH_DEFAULT)) covered.set(name, (covered.get(name) ?? 0) + 1)
  return Object.keys(appearances).filter((name) => covered.get(name) === appearances[name]?.length)
}

const parse = (body: string): { readonly liquid: Liquid; readonly parsed: Template[] } => {
  const liquid = (engine ??= createEngine())
  return { liquid, parsed: liquid.parse(body) }
}

/** Compiles by LiquidJS; `clean` gives a field's value as it may stand in a message, '' for none. */
export const compileLiquid = (body: string, clean: (fields: MergeFields, name: string) => string): MergeCompiled => {
  const twoWords = body.search(TWO_WORDS)
  try {
    const { liquid, parsed } = parse(body)
    if (twoWords >= 0) return { ok: false, code: 'not-understood', position: twoWords }
    const { globals } = liquid.analyzeSync(parsed, { partials: false })
    const fields = Object.keys(globals)
    const render = (values: MergeFields): string => {
      // null, not '': in Liquid an empty text is true, and a condition on a missing field must not hold.
      const scope: Record<string, string | null> = Object.create(null)
      for (const name of fields) scope[name] = clean(values, name) || null
      return String(liquid.renderSync(parsed, scope))
    }
    // A body that breaks a limit does so here, in front of its writer, and not halfway through a list.
    render({})
    render(Object.fromEntries(fields.map((name) => [name, 'x'.repeat(200)])))
    return { ok: true, template: { render, fields, withFallback: alwaysWithFallback(body, globals) } }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, code: codeOf(message), position: positionOf(error) }
  }
}
