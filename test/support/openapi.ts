import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

/**
 * Twilio's own OpenAPI description as the judge of what is said in its name. It comes with the npm package
 * @twilio/cli-core; only its files are fetched, into an ignored folder, the first time they are needed.
 */
const version = '8.3.2'
const cache = join(import.meta.dirname, '../../.cache/openapi')
const files = { api: 'twilio_api_v2010.json', pricing: 'twilio_pricing_v1.json' } as const

type Json = { readonly [key: string]: unknown }
type Parameter = { readonly name: string; readonly in: 'path' | 'query'; readonly required?: boolean; readonly schema: Json }
type Operation = {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Json }> }
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: Json; readonly examples?: Record<string, { readonly value: unknown }> }> }>
}
type Document = { readonly paths: Record<string, Record<string, Operation>>; readonly components: Json }

const fetchDescription = (): string => {
  const folder = join(cache, version)
  if (Object.values(files).every((file) => existsSync(join(folder, file)))) return folder
  mkdirSync(cache, { recursive: true })
  const work = join(cache, `work-${process.pid}`)
  mkdirSync(work, { recursive: true })
  try {
    const packed = execFileSync('npm', ['pack', `@twilio/cli-core@${version}`, '--silent', '--pack-destination', work], { encoding: 'utf8', cwd: work, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000, shell: process.platform === 'win32' })
    const inside = 'package/src/services/twilio-api'
    execFileSync('tar', ['-xzf', join(work, packed.trim().split('\n').at(-1)!), '-C', work, ...Object.values(files).map((file) => `${inside}/${file}`)])
    mkdirSync(folder, { recursive: true })
    for (const file of Object.values(files)) renameSync(join(work, inside, file), join(folder, file))
  } catch (error) {
    throw new Error(`Twilio's OpenAPI description could not be fetched with npm pack, and without it nothing here is proven: ${String(error)}`, { cause: error })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return folder
}

const read = (folder: string, file: string): Document => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Document

/** OpenAPI 3.0's "nullable" as JSON Schema, and strings where Twilio says it writes a number as one. */
const modernise = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(modernise)
  if (typeof node !== 'object' || node === null) return node
  const schema = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, modernise(value)])) as Record<string, unknown>
  const twilio = schema['x-twilio'] as { readonly overrideType?: string } | undefined
  if (twilio?.overrideType !== undefined && typeof schema.type === 'string') schema.type = [schema.type, twilio.overrideType]
  if (schema.nullable === true) {
    if (Array.isArray(schema.enum)) schema.enum = [...(schema.enum as unknown[]), null]
    if (schema.type !== undefined) schema.type = [schema.type, 'null'].flat()
  }
  delete schema.nullable
  return schema
}

const months = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec'

const createAjv = (): Ajv => {
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, validateSchema: false, allowUnionTypes: true })
  formats.default(ajv)
  ajv.addFormat('date-time-rfc-2822', new RegExp(`^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (${months}) \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000$`))
  ajv.addFormat('phone-number', /^(\+[1-9]\d{6,14}|\d{3,8}|[A-Za-z0-9 ]{1,11}|MG[0-9a-fA-F]{32})$/)
  ajv.addFormat('currency', /^[A-Za-z]{3}$/)
  ajv.addFormat('iso-country-code', /^[A-Z]{2}$/)
  ajv.addFormat('http-method', /^(GET|POST)$/)
  // Twilio's own examples give paths where the description says URI.
  ajv.addFormat('uri', /^(https?:\/\/[^\s]+|\/[^\s]*|)$/)
  for (const name of ['uri-map', 'phone-number-capabilities', 'outbound-sms-price', 'inbound-sms-price', 'int64']) ajv.addFormat(name, true)
  return ajv
}

/** No property of an answer may be missing or unknown: the description calls none required, Twilio sends them all. */
const exactly = (document: Document, schema: Json): Json => {
  const resolved = typeof schema.$ref === 'string' ? ((document.components.schemas as Record<string, Json>)[schema.$ref.split('/').at(-1)!]!) : schema
  if (resolved.type !== 'object' || resolved.properties === undefined) return schema
  return { ...resolved, required: Object.keys(resolved.properties as object), additionalProperties: false }
}

const strictResponse = (document: Document, schema: Json): Json => {
  const outer = exactly(document, schema)
  const properties = outer.properties as Record<string, Json> | undefined
  if (!properties) return outer
  const inner = Object.fromEntries(Object.entries(properties).map(([name, property]) =>
    [name, property.type === 'array' && property.items !== undefined ? { ...property, items: exactly(document, property.items as Json) } : property]))
  return { ...outer, properties: inner }
}

// Form and query fields are text; the description gives them types.
const typed = (schema: Json, value: string): unknown => {
  if (schema.type === 'integer' || schema.type === 'number') return value.trim() === '' ? value : Number(value)
  if (schema.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  return value
}

export type Heard = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly contentType: string | null
}

export type Judge = {
  /** What the description has against a request; empty when nothing. */
  request(heard: Heard): readonly string[]
  /** What it has against an answer. */
  answer(method: string, path: string, status: number, body: unknown): readonly string[]
  /** What it has against Twilio's own examples: a check on the judge. */
  examples(): readonly string[]
}

/** Fetches the description if need be and makes the judge. Throws when it cannot be had. */
export const createJudge = (): Judge => {
  const folder = fetchDescription()
  const documents = Object.values(files).map((file) => read(folder, file))
  const ajv = createAjv()
  documents.forEach((document, index) => ajv.addSchema(modernise({ components: document.components }) as Json, `doc${index}`))
  const compiled = new Map<string, ValidateFunction>()
  const validator = (index: number, schema: Json): ValidateFunction => {
    const pointed = JSON.stringify(modernise(schema)).replaceAll('"#/components', `"doc${index}#/components`)
    let validate = compiled.get(pointed)
    if (!validate) compiled.set(pointed, (validate = ajv.compile(JSON.parse(pointed) as Json)))
    return validate
  }
  const complaints = (index: number, schema: Json, value: unknown): readonly string[] => {
    const validate = validator(index, schema)
    return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`)
  }

  const find = (method: string, path: string) => {
    for (const [index, document] of documents.entries()) {
      for (const [template, operations] of Object.entries(document.paths)) {
        const names: string[] = []
        const pattern = template.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, (_, name: string) => (names.push(name), '([^/]+?)'))
        const match = new RegExp(`^${pattern}$`).exec(path)
        const operation = operations[method.toLowerCase()]
        // A resource's own template also matches with ".json" inside its variable; the longer template is meant.
        if (match && operation && !match.slice(1).some((part) => part.includes('.json'))) return { index, document, operation, values: Object.fromEntries(names.map((name, i) => [name, match[i + 1]!])) }
      }
    }
    return null
  }

  return {
    request({ method, path, query, form, contentType }) {
      const found = find(method, path)
      if (!found) return [`no such call: ${method} ${path}`]
      const { index, operation, values } = found
      const wrong: string[] = []
      const parameters = operation.parameters ?? []
      for (const parameter of parameters) {
        const value = parameter.in === 'path' ? values[parameter.name] : (query.get(parameter.name) ?? undefined)
        if (value === undefined) {
          if (parameter.required) wrong.push(`${parameter.name} is missing`)
        } else wrong.push(...complaints(index, parameter.schema, typed(parameter.schema, value)).map((text) => `${parameter.name}: ${text}`))
      }
      for (const name of query.keys()) if (!parameters.some((parameter) => parameter.in === 'query' && parameter.name === name)) wrong.push(`unknown query field ${name}`)
      const schema = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema
      if (schema === undefined) {
        if (form.size > 0) wrong.push('this call takes no form')
        return wrong
      }
      if (!contentType?.startsWith('application/x-www-form-urlencoded')) wrong.push(`content type ${String(contentType)}`)
      const properties = schema.properties as Record<string, Json>
      const body = Object.fromEntries([...new Set(form.keys())].map((name) => {
        const property = properties[name]
        const all = form.getAll(name)
        return [name, property?.type === 'array' ? all : typed(property ?? {}, all[0]!)]
      }))
      wrong.push(...complaints(index, { ...schema, additionalProperties: false }, body))
      return wrong
    },

    answer(method, path, status, body) {
      if (status >= 400) {
        // Errors are not in the description; this is their documented shape: https://www.twilio.com/docs/usage/twilios-response
        return complaints(0, {
          type: 'object', required: ['code', 'message', 'more_info', 'status'], additionalProperties: false,
          properties: { code: { type: 'integer', minimum: 10_000 }, message: { type: 'string', minLength: 3 }, more_info: { type: 'string', pattern: '^https://www\\.twilio\\.com/docs/errors/\\d+$' }, status: { const: status } },
        }, body)
      }
      const found = find(method, path)
      if (!found) return [`no such call: ${method} ${path}`]
      const response = found.operation.responses[String(status)]
      if (!response) return [`status ${status} is not foreseen`]
      const schema = response.content?.['application/json']?.schema
      if (schema === undefined) return body === null ? [] : ['an answer without content has some']
      return complaints(found.index, strictResponse(found.document, schema), body)
    },

    examples() {
      const wrong: string[] = []
      // Not IncomingPhoneNumbers: there Twilio's example breaks its own description (empty SIDs).
      for (const [method, path] of [['post', '/2010-04-01/Accounts/{AccountSid}/Messages.json'], ['get', '/2010-04-01/Accounts/{AccountSid}/Messages.json'], ['get', '/2010-04-01/Accounts/{Sid}.json']] as const) {
        for (const [status, response] of Object.entries(documents[0]!.paths[path]![method]!.responses)) {
          const content = response.content?.['application/json']
          for (const [name, example] of Object.entries(content?.examples ?? {})) {
            wrong.push(...complaints(0, strictResponse(documents[0]!, content!.schema), example.value).map((text) => `${method} ${path} ${status} ${name}: ${text}`))
          }
        }
      }
      return wrong
    },
  }
}
