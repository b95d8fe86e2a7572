import type { Audience, Estimate, LeftOutReason, Recipient } from '../../../shared/contract/campaigns.ts'
import type { Purpose } from '../../../shared/contract/common.ts'
import { isAllowed } from '../../../shared/rules/hours.ts'
import { compileTemplate, parseMergeChips, type MergeTemplate } from '../../../shared/sms/merge.ts'
import { countSegmentsCautious } from '../../../shared/sms/segments.ts'
import { nextEnd } from '../consent/implied.ts'
import { mayText } from '../consent/state.ts'
import { audienceMembers, mergeSource, type MergeSource } from '../contacts/audience.ts'
import { reachOf } from '../contacts/reach.ts'
import type { Db } from '../database/open.ts'
import { ownerRules } from '../sending/decisions.ts'
import { whoIs } from '../sending/permit.ts'

/** Twilio refuses longer bodies (21617). */
export const LONGEST_BODY = 1600

/** Who of an audience may be sent to, in the order of the contact book, and why the others may not. */
export type EligibleAudience = {
  readonly total: number
  readonly ids: readonly number[]
  readonly leftOut: ReadonlyMap<LeftOutReason, number>
  /** Nobody's implied consent ends before this, ms UTC: so long it holds while the book stays as it is. */
  readonly until: number
}

/** Reads the audience and asks the consent records about each; about 0.3 s per 100,000 people. */
export const eligibleOf = (db: Db, audience: Audience, purpose: Purpose, now: number): EligibleAudience => {
  const ids: number[] = []
  const leftOut = new Map<LeftOutReason, number>()
  let total = 0
  for (const { id, number } of audienceMembers(db, audience)) {
    total += 1
    const consent = mayText(db, number, purpose, now)
    const verdict = consent === 'yes' && reachOf(db, number) !== null ? 'unreachable' : consent
    if (verdict === 'yes') ids.push(id)
    else leftOut.set(verdict, (leftOut.get(verdict) ?? 0) + 1)
  }
  return { total, ids, leftOut, until: nextEnd(db, now) ?? Infinity }
}

/** The merge fields of one person: the standard ones, then their own. */
export const fieldsOf = (person: MergeSource, business: string): Record<string, string> => ({
  ...(person.custom === '{}' ? {} : (JSON.parse(person.custom) as Record<string, string>)),
  first_name: person.firstName,
  last_name: person.lastName,
  full_name: `${person.firstName} ${person.lastName}`.trim(),
  email: person.email,
  phone: person.number,
  business,
})

/** One recipient's message, ready to leave. */
export type Merged = { readonly person: MergeSource; readonly fields: Record<string, string>; readonly text: string; readonly segments: number; readonly encoding: 'GSM-7' | 'UCS-2' }

/** Merges one person's message; the same for preview, estimate and send. */
export const mergeFor = (person: MergeSource, template: MergeTemplate, business: string): Merged => {
  const fields = fieldsOf(person, business)
  const text = render(template, fields)
  const { segments, encoding } = countSegmentsCautious(text)
  return { person, fields, text, segments, encoding }
}

/** A message that goes over LiquidJS's limits is as good as too long, and left out as such. */
const render = (template: MergeTemplate, fields: Record<string, string>): string => {
  try {
    return template.render(fields)
  } catch {
    return ' '.repeat(LONGEST_BODY + 1)
  }
}

/** Why a merged text cannot be sent; null when it can. */
export const unfit = (text: string): LeftOutReason | null => (text.length > LONGEST_BODY ? 'too-long' : text.trim() === '' ? 'empty-message' : null)

/** What an estimate counts; money and time are added by the caller, who knows prices and the sender. */
export type Count = Omit<Estimate, 'cost' | 'costIsPractice' | 'seconds'> & {
  readonly segmentsByCountry: readonly { readonly country: string | null; readonly segments: number }[]
}

/** Quiet hours to count by: when it starts, in milliseconds UTC. */
export type HoursAt = { readonly purpose: Purpose; readonly startsAt: number }

/** Counts every recipient's merged message; with `hours`, also who is outside theirs. Yields in between. */
export const countMessages = async (
  db: Db,
  eligible: EligibleAudience,
  body: string,
  business: string,
  pause: () => Promise<void>,
  hours: HoursAt | null = null,
): Promise<Count> => {
  const compiled = compileTemplate(body)
  const leftOut = new Map(eligible.leftOut)
  const byCountry = new Map<string | null, number>()
  const missing = new Map<string, number>()
  let recipients = 0
  let segments = 0
  let unicode = 0
  let outside = 0
  const overrides = ownerRules(db)
  let longest: Count['longest'] = null
  if (compiled.ok) {
    const source = mergeSource(db)
    for (const [index, id] of eligible.ids.entries()) {
      if (index % 2000 === 1999) await pause()
      const person = source(id)
      if (person === null) continue
      const merged = mergeFor(person, compiled.template, business)
      const reason = unfit(merged.text)
      if (reason !== null) {
        leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
        continue
      }
      recipients += 1
      if (hours !== null && !isAllowed(hours.startsAt, whoIs(db, person.number), hours.purpose, overrides)) outside += 1
      segments += merged.segments
      if (merged.encoding === 'UCS-2') unicode += 1
      if (longest === null || merged.segments > longest.segments) longest = { segments: merged.segments, contactId: id }
      byCountry.set(person.country, (byCountry.get(person.country) ?? 0) + merged.segments)
      for (const field of compiled.template.fields) if ((merged.fields[field] ?? '').trim() === '') missing.set(field, (missing.get(field) ?? 0) + 1)
    }
  }
  const fallbacks = new Map(parseMergeChips(body).flatMap((part) => (part.kind === 'field' ? [[part.name, part.fallback]] : [])))
  return {
    audience: eligible.total,
    recipients,
    leftOut: [...leftOut].map(([reason, people]) => ({ reason, people })),
    segments,
    longest,
    unicode,
    outsideHours: hours === null ? null : outside,
    missing: [...missing].map(([field, people]) => ({ field, people, fallback: fallbacks.get(field) ?? null })),
    segmentsByCountry: [...byCountry].map(([country, count]) => ({ country, segments: count })),
  }
}

/** The `index`-th person who may be sent to, with the text they would get. */
export const recipientAt = (db: Db, eligible: EligibleAudience, index: number, body: string, business: string): Recipient | null => {
  const id = eligible.ids[index]
  const person = id === undefined ? null : mergeSource(db)(id)
  if (person === null) return null
  const compiled = compileTemplate(body)
  const merged = compiled.ok ? mergeFor(person, compiled.template, business) : null
  return {
    contactId: person.id,
    name: `${person.firstName} ${person.lastName}`.trim(),
    number: person.number,
    text: merged?.text ?? '',
    segments: merged?.segments ?? 0,
    encoding: merged?.encoding ?? 'GSM-7',
  }
}
