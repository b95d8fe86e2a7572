/** Field names whose value is never written, whatever it looks like. Compared without case, "_" and "-". */
const secretFields = new Set([
  'body', 'text', 'authtoken', 'token', 'accesstoken', 'secret', 'password', 'authorization', 'auth', 'cookie', 'apikey', 'credentials',
  'email', 'mail', 'firstname', 'lastname', 'fullname', 'notes', 'disclosure', 'headers', 'rawheaders',
])

/** Field names whose value is a number people are reached at: its last two digits stay. */
const numberFields = new Set(['number', 'to', 'from', 'phone', 'phonenumber', 'mobile', 'recipient', 'address'])

const plainName = (key: string): string => key.toLowerCase().replace(/[_-]/g, '')

// Seven digits or more, however people group them; any digits at all after a plus.
const digitRun = /\+\p{Nd}[\p{Nd}\s().\p{Pd}/]*|\p{Nd}(?:[\s().\p{Pd}/]{0,3}\p{Nd}){6,}/gu
const email = /[^\s@<>"'=&]+(?:@|%40)[^\s@<>"'&]+/giu
const bearer = /\b(bearer|basic)\s+[\w+/=.~-]+/giu
// Tokens: Twilio's are 32 hex digits. The two letters of a SID stay, so that one knows what it was.
const hexRun = /\b([A-Z]{2})?[0-9a-f]{32,}\b/giu
// A field of a form or of JSON inside a string: Body=Hello+there&To=…, {"Body":"Hello"}, authToken: 'x'
const named = 'body|text|auth_?token|access_?token|token|secret|password|authorization|api_?key'
const formField = new RegExp(`\\b(${named})=[^&\\s]*`, 'giu')
const jsonField = new RegExp(`(\\\\?["']?)\\b(${named})\\1\\s*:\\s*(\\\\?["'])[\\s\\S]*?(?:(?<!\\\\)\\3|$)`, 'giu')

const lastTwo = (run: string): string => {
  const digits = [...run].filter((letter) => /\p{Nd}/u.test(letter))
  const tail = /[^\p{Nd}]*$/u.exec(run)?.[0] ?? ''
  return `…${digits.length > 4 ? digits.slice(-2).join('') : ''}${tail}`
}

const longest = 4_000

const redactText = (text: string): string =>
  text
    .slice(0, longest)
    .replace(jsonField, '$2: [hidden]')
    .replace(formField, '$1=[hidden]')
    .replace(bearer, '$1 [hidden]')
    .replace(email, '[email]')
    .replace(hexRun, (_whole, kind: string | undefined) => `${kind ?? ''}[hex]`)
    .replace(digitRun, lastTwo)

// As whole numbers telephone numbers lie between these; milliseconds since 1970 lie above.
const looksLikeNumber = (value: number): boolean => Number.isInteger(value) && Math.abs(value) >= 1e9 && Math.abs(value) < 1e12

const deepest = 6
const widest = 100

const redactAt = (value: unknown, depth: number, above: readonly object[]): unknown => {
  switch (typeof value) {
    case 'string':
      return redactText(value)
    case 'number':
      return looksLikeNumber(value) ? lastTwo(String(value)) : value
    case 'bigint':
      return redactText(String(value))
    case 'boolean':
    case 'undefined':
      return value
    case 'symbol':
    case 'function':
      return `[${typeof value}]`
    case 'object':
      if (value === null) return null
      if (above.includes(value)) return '[circle]'
      return depth >= deepest ? '[deep]' : redactObject(value, depth, [...above, value])
  }
}

const redactObject = (value: object, depth: number, above: readonly object[]): unknown => {
  const inner = (item: unknown): unknown => redactAt(item, depth + 1, above)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.getTime()
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]'
  if (value instanceof URL || value instanceof URLSearchParams) return redactText(value.toString())
  if (value instanceof Error) {
    // Nothing else of it: an HTTP client's error carries the whole request.
    const { name, message, stack, cause } = value
    const { code } = value as { code?: unknown }
    return { name, message: redactText(message), stack: redactText(stack ?? ''), ...(code === undefined ? {} : { code: inner(code) }), ...(cause === undefined ? {} : { cause: inner(cause) }) }
  }
  if (Array.isArray(value)) return value.slice(0, widest).map(inner)
  if (value instanceof Set) return [...value].slice(0, widest).map(inner)
  const entries: (readonly [string, unknown])[] = value instanceof Map ? [...value].map(([key, item]) => [typeof key === 'object' ? '[object]' : String(key), item] as const) : readEntries(value)
  return Object.fromEntries(entries.slice(0, widest).map(([key, item]) => [redactText(key), redactField(key, item, inner)]))
}

/** A getter that throws must not take the program down with it. */
const readEntries = (value: object): (readonly [string, unknown])[] =>
  Object.keys(value).map((key) => {
    try {
      return [key, (value as Record<string, unknown>)[key]]
    } catch {
      return [key, '[unreadable]']
    }
  })

const redactField = (key: string, value: unknown, inner: (value: unknown) => unknown): unknown => {
  const name = plainName(key)
  if (value === null || value === undefined || typeof value === 'boolean') return value
  if (secretFields.has(name)) return '[hidden]'
  // Counters are called "from" and "to" as well: versions, offsets.
  if (numberFields.has(name)) return typeof value === 'number' && Math.abs(value) < 100_000 ? value : typeof value === 'object' ? inner(value) : lastTwo(String(value))
  return inner(value)
}

/**
 * A copy fit for a log: no telephone number beyond its last two digits, no message, no secret, no e-mail address, as
 * plain data without circles. Never throws.
 */
export const redact = (value: unknown): unknown => {
  try {
    return redactAt(value, 0, [])
  } catch {
    // Something that lies about what it is: a message that is no string, a proxy that was revoked.
    return '[unreadable]'
  }
}
