/**
 * Local time of IANA zones, exact, and quick enough to be asked per message. What Intl says is remembered as stretches
 * of constant offset: a few days at a time, cut where the clocks change.
 */

/** Between start (inclusive) and end, ms UTC, the zone's clocks are `offset` ms ahead of UTC. */
export type Stretch = { readonly start: number; readonly end: number; readonly offset: number }

const MINUTE = 60_000
/** No zone has changed its clocks twice this close since they are counted in whole minutes; Morocco's Ramadan takes four weeks. */
const CHUNK = 4 * 86_400_000
const MOST_CHUNKS = 400

type Zone = { readonly format: Intl.DateTimeFormat; readonly chunks: Map<number, readonly Stretch[]>; last: Stretch }

const zones = new Map<string, Zone>()

const zoneOf = (name: string): Zone => {
  const known = zones.get(name)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  const zone: Zone = { format, chunks: new Map(), last: { start: 0, end: 0, offset: 0 } }
  zones.set(name, zone)
  return zone
}

const askIntl = (format: Intl.DateTimeFormat, at: number): number => {
  const field = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
  for (const { type, value } of format.formatToParts(at)) if (type in field) field[type as keyof typeof field] = Number(value)
  return Date.UTC(field.year, field.month - 1, field.day, field.hour, field.minute, field.second) - Math.floor(at / 1000) * 1000
}

const stretchesFrom = (format: Intl.DateTimeFormat, start: number): readonly Stretch[] => {
  const end = start + CHUNK
  const before = askIntl(format, start)
  const after = askIntl(format, end)
  if (before === after) return [{ start, end, offset: before }]
  // The first minute of the new offset: [same, changed) narrows to it.
  let same = start
  let changed = end
  while (changed - same > MINUTE) {
    const middle = same + Math.floor((changed - same) / MINUTE / 2) * MINUTE
    if (askIntl(format, middle) === before) same = middle
    else changed = middle
  }
  return [{ start, end: changed, offset: before }, { start: changed, end, offset: after }]
}

/**
 * The stretch of constant offset around a moment; it may end although the offset goes on.
 * @throws RangeError for a zone Intl does not know (isZone tells), or a moment that is no number.
 */
export const stretchAt = (name: string, at: number): Stretch => {
  const zone = zoneOf(name)
  if (at >= zone.last.start && at < zone.last.end) return zone.last
  const index = Math.floor(at / CHUNK)
  let stretches = zone.chunks.get(index)
  if (!stretches) {
    if (zone.chunks.size >= MOST_CHUNKS) zone.chunks.clear()
    stretches = stretchesFrom(zone.format, index * CHUNK)
    zone.chunks.set(index, stretches)
  }
  const [first, second] = stretches
  zone.last = second && at >= second.start ? second : first!
  return zone.last
}

/** Milliseconds a zone's clocks are ahead of UTC. */
export const offsetAt = (name: string, at: number): number => stretchAt(name, at).offset

const refused = new Set<string>()

/** Whether Intl knows a zone by this name. */
export const isZone = (name: string): boolean => {
  if (zones.has(name)) return true
  if (refused.has(name)) return false
  try {
    zoneOf(name)
    return true
  } catch {
    if (refused.size < MOST_CHUNKS) refused.add(name)
    return false
  }
}
