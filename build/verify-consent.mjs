/**
 * node verify-consent.mjs FILE
 *
 * Checks a consent evidence sheet of Deskbell's (its JSON file) without Deskbell: this file needs nothing but Node.js 18 or
 * later and no network, and is written to be read. What it checks, and what that proves, is told in docs/evidence.md.
 *
 * Exit code 0: every record is as it was written. 1: something is not, and it says what and where. 2: it could not be checked.
 */
import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex')

/** The bytes a record is hashed over: a JSON array of twelve members, without spaces. */
export const canonicalBytes = (event) =>
  JSON.stringify([
    'deskbell-consent-1',
    event.number,
    event.purpose,
    event.state,
    event.method,
    event.occurredAt,
    event.zone,
    event.recordedAt,
    event.disclosureSha256,
    event.source,
    event.importId,
    event.previousHash,
  ])

const isText = (value) => typeof value === 'string'
const isWhole = (value) => Number.isSafeInteger(value)
const isHash = (value) => isText(value) && /^[0-9a-f]{64}$/.test(value)
const orNull = (is) => (value) => value === null || is(value)
const isOneOf = (...values) => (value) => values.includes(value)
const isMoment = (value) => isText(value) && !Number.isNaN(Date.parse(value))

/** Every member of a record, and what it may be. Others are refused: nothing on a sheet may go unchecked. */
const MEMBERS = {
  id: isWhole,
  number: (value) => isText(value) && /^\+[1-9][0-9]{6,14}$/.test(value),
  purpose: isOneOf('marketing', 'service'),
  state: isOneOf('opted-in', 'opted-out'),
  method: isText,
  occurredAt: isWhole,
  zone: isText,
  recordedAt: isWhole,
  disclosureSha256: orNull(isHash),
  source: isText,
  importId: orNull(isWhole),
  previousHash: orNull(isHash),
  hash: isHash,
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong with one chain, as sentences; none: it is whole. */
export const checkChain = (chain, disclosures = {}) => {
  if (!isObject(chain) || !Array.isArray(chain.events) || chain.events.length === 0) return ['it has no records']
  const wrong = []
  let previous = null
  for (const [index, event] of chain.events.entries()) {
    const where = `record ${index + 1} of ${chain.events.length}${isObject(event) && isWhole(event.id) ? ` (id ${event.id})` : ''}`
    if (!isObject(event)) {
      wrong.push(`${where} is no record`)
      continue
    }
    const unfit = Object.keys(MEMBERS).filter((name) => !Object.hasOwn(event, name) || !MEMBERS[name](event[name]))
    const unknown = Object.keys(event).filter((name) => !Object.hasOwn(MEMBERS, name))
    if (unfit.length > 0) wrong.push(`${where}: ${unfit.join(', ')} cannot be what was written`)
    if (unknown.length > 0) wrong.push(`${where}: ${unknown.join(', ')} is no member of a record`)
    if (unfit.length > 0 || unknown.length > 0) {
      previous = event
      continue
    }
    if (event.number !== chain.number || event.purpose !== chain.purpose) wrong.push(`${where} belongs to ${event.number}, ${event.purpose}`)
    if (previous === null && event.previousHash !== null) wrong.push(`${where} says that another came before it, which is not here`)
    if (previous !== null && event.previousHash !== previous.hash) wrong.push(`${where} does not follow the one before it: one was taken out, put in or moved`)
    if (previous !== null && isWhole(previous.id) && event.id <= previous.id) wrong.push(`${where}: its id is not higher than that of the one before`)
    if (sha256(canonicalBytes(event)) !== event.hash) wrong.push(`${where} is not as it was written: its hash would be ${sha256(canonicalBytes(event))}`)
    if (event.disclosureSha256 !== null && !Object.hasOwn(disclosures, event.disclosureSha256)) wrong.push(`${where}: the words it speaks of are not on the sheet`)
    previous = event
  }
  if (isObject(chain) && chain.whole !== true && wrong.length === 0) wrong.push('the sheet itself says that this chain was not whole when it was made')
  return wrong
}

/** Everything that can be checked of a sheet: the chains, the words, and what it says of itself. */
export const checkSheet = (sheet) => {
  if (!isObject(sheet) || sheet.format !== 'deskbell-consent-evidence') return { readable: false, why: 'This is no consent evidence of Deskbell’s.' }
  if (sheet.version !== 1) return { readable: false, why: `This sheet is of version ${JSON.stringify(sheet.version)}; this program knows version 1. Take the program of a newer Deskbell.` }
  if (!Array.isArray(sheet.chains) || !isObject(sheet.disclosures) || !Array.isArray(sheet.standings)) return { readable: false, why: 'The sheet is incomplete: chains, disclosures or standings are missing.' }
  const general = []
  for (const [digest, text] of Object.entries(sheet.disclosures)) {
    if (!isText(text) || sha256(text) !== digest) general.push(`the words under ${digest} were changed: their SHA-256 is ${isText(text) ? sha256(text) : 'none'}`)
    if (!sheet.chains.some((chain) => Array.isArray(chain?.events) && chain.events.some((event) => event?.disclosureSha256 === digest))) general.push(`no record speaks of the words under ${digest}`)
  }
  const others = Array.isArray(sheet.otherNumbers) ? sheet.otherNumbers : []
  const seen = new Set()
  const chains = sheet.chains.map((chain) => {
    const wrong = checkChain(chain, sheet.disclosures)
    const key = `${chain?.number} ${chain?.purpose}`
    if (seen.has(key)) wrong.push('this number and purpose are on the sheet twice')
    seen.add(key)
    if (chain?.number !== sheet.number && !others.includes(chain?.number)) wrong.push(`the sheet is about ${sheet.number}`)
    return { number: chain?.number, purpose: chain?.purpose, records: chain?.events?.length ?? 0, wrong }
  })
  const events = sheet.chains.flatMap((chain) => (Array.isArray(chain?.events) ? chain.events : [])).filter(isObject)
  for (const standing of sheet.standings) {
    if (!isObject(standing)) {
      general.push('a standing is no standing')
      continue
    }
    const { purpose, mayBeTexted, reason, eventId, since } = standing
    if (mayBeTexted !== (reason === 'agreed')) general.push(`${purpose}: “mayBeTexted” and “reason” say two things`)
    if (since !== null && !isMoment(since)) general.push(`${purpose}: “since” is no moment`)
    if (mayBeTexted !== true) continue
    // A yes must rest on a record of this number that says so; a no needs none.
    const rests = events.find((event) => event.id === eventId && event.number === sheet.number && event.purpose === purpose)
    if (rests === undefined) general.push(`${purpose}: the yes rests on no record of this sheet`)
    else if (rests.state !== 'opted-in' || rests.occurredAt !== Date.parse(since)) general.push(`${purpose}: the yes is not what record ${eventId} says`)
  }
  for (const purpose of ['marketing', 'service']) if (sheet.standings.filter((standing) => standing?.purpose === purpose).length !== 1) general.push(`${purpose}: there must be one standing`)
  return { readable: true, chains, general, whole: general.length === 0 && chains.every(({ wrong }) => wrong.length === 0) }
}

const main = (file) => {
  if (file === undefined) {
    console.error('node verify-consent.mjs FILE\nFILE is a consent evidence sheet of Deskbell’s, saved as JSON.')
    return 2
  }
  let sheet
  try {
    sheet = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))
  } catch (cause) {
    console.error(`${file} cannot be read as JSON: ${cause.message}`)
    return 2
  }
  const found = checkSheet(sheet)
  if (!found.readable) {
    console.error(found.why)
    return 2
  }
  console.log(`${sheet.number}, as told by ${JSON.stringify(sheet.business)} on ${sheet.madeAt}`)
  for (const { number, purpose, records, wrong } of found.chains) {
    console.log(`${number}, ${purpose}: ${records} ${records === 1 ? 'record' : 'records'}, ${wrong.length === 0 ? 'whole' : 'NOT WHOLE'}`)
    for (const what of wrong) console.log(`  - ${what}`)
  }
  if (found.chains.length === 0) console.log('No records: nothing was ever said.')
  for (const what of found.general) console.log(`- ${what}`)
  if (found.whole) {
    console.log('Every record is as it was written, and none is missing between others.')
    console.log('This cannot show whether newer records exist that are not on this sheet, nor whether the clock was right.')
  } else console.log('SOMETHING WAS CHANGED. What is not whole proves nothing.')
  return found.whole ? 0 : 1
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2])
