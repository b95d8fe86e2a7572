/** One line of a vCard: its name, its parameters, its value, as versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350) write them. */

export type Property = {
  /** 'item1', where Apple groups a number with its label; '' without. */
  readonly group: string
  readonly name: string
  /** Types in small letters, whether as TYPE=CELL,HOME, TYPE="cell" or 2.1's bare ;CELL;HOME. */
  readonly types: ReadonlySet<string>
  readonly value: string
}

const decodeQuoted = (text: string, charset: string): string => {
  const bytes: number[] = []
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '=' ? text.slice(i + 1, i + 3) : ''
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16))
      i += 2
    } else for (const byte of Buffer.from(text[i] as string, charset === 'utf-8' ? 'utf8' : 'latin1')) bytes.push(byte)
  }
  let decoder: InstanceType<typeof TextDecoder>
  try {
    decoder = new TextDecoder(charset)
  } catch {
    decoder = new TextDecoder()
  }
  return decoder.decode(Uint8Array.from(bytes))
}

/** Whether a line's value goes on in the next for being quoted-printable with a '=' at its end. */
export const goesOn = (line: string): boolean => line.endsWith('=') && /^[^:]*\bQUOTED-PRINTABLE\b[^:]*:/i.test(line)

/** A line put back together, taken apart; null for what is none. */
export const propertyOf = (line: string): Property | null => {
  // The first colon outside of quotation marks ends the parameters.
  let colon = -1
  for (let i = 0, quoted = false; i < line.length; i++) {
    if (line[i] === '"') quoted = !quoted
    else if (line[i] === ':' && !quoted) {
      colon = i
      break
    }
  }
  if (colon < 1) return null
  const [first = '', ...parameters] = line.slice(0, colon).split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/)
  const dot = first.lastIndexOf('.')
  const name = first.slice(dot + 1).trim().toUpperCase()
  if (!/^[A-Z][A-Z0-9-]{0,60}$/.test(name)) return null
  const types = new Set<string>()
  let charset = 'utf-8'
  let quoted = false
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=')
    const key = (equals < 0 ? 'TYPE' : parameter.slice(0, equals)).trim().toUpperCase()
    const value = parameter.slice(equals + 1).replaceAll('"', '').trim().toLowerCase()
    if (key === 'CHARSET') charset = value
    else if (key === 'ENCODING' || value === 'quoted-printable') quoted ||= value === 'quoted-printable'
    else if (key === 'TYPE') for (const type of value.split(',')) types.add(type.trim())
    else if (key === 'PREF') types.add('pref')
  }
  const value = line.slice(colon + 1)
  return { group: dot < 0 ? '' : first.slice(0, dot).toLowerCase(), name, types, value: quoted ? decodeQuoted(value, charset) : value }
}

/** Takes the backslashes out of a text: \n, \, \; \\ */
export const unescaped = (text: string): string => text.replace(/\\([nN,;:\\])/g, (_, mark: string) => (mark === 'n' || mark === 'N' ? '\n' : mark))

/** A value of several parts: 'Lee;Ann;;' at ';', 'vip,new' at ','. */
export const partsOf = (value: string, at: ';' | ','): readonly string[] => {
  const parts: string[] = []
  let part = ''
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '\\') part += value.slice(i, ++i + 1)
    else if (value[i] === at) {
      parts.push(part)
      part = ''
    } else part += value[i] as string
  }
  return [...parts, part].map((one) => unescaped(one).trim())
}
