import type { Campaign, Estimate, MessagePlan } from '../../../shared/contract/campaigns.ts'
import type { HandlersOf } from '../../../shared/contract/index.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { compileTemplate } from '../../../shared/sms/merge.ts'
import { audienceGone, audienceName } from '../contacts/audience.ts'
import type { Context } from '../context.ts'
import type { Timer } from '../environment.ts'
import { deskZone } from '../segments/moment.ts'
import type { Sending } from '../sending/api.ts'
import { createBatch, getBatch } from '../sending/batches.ts'
import type { Line } from '../sending/line.ts'
import { priceOf, refreshPrices } from '../sending/prices.ts'
import { defaultSender, senderById } from '../sending/senders.ts'
import { readRules } from '../sending/sending-rules.ts'
import type { Count, HoursAt } from './audience.ts'
import { createAudienceThread } from './audience-thread.ts'
import { costOf, estimateOf } from './estimate.ts'
import { allRecords, getRecord, insertDraft, removeRecord, seal, unseal, updateDraft, viewOf, type Sealed } from './queries.ts'

/** Ten seconds to take a campaign back (the issue's own number). */
export const TAKE_BACK_MS = 10_000
/** How long an estimate waits for a price nobody knows yet. */
const PRICE_WAIT_MS = 2_000
/** Between two tries to reopen drafts on a disk that was full. */
const REOPEN_MS = 5_000
/** Longest name made of a message's first words. */
const NAME_LENGTH = 40

const emptyPlan: MessagePlan = { audience: { kind: 'everybody' }, purpose: 'marketing', body: '', senderId: null }

export const campaignsHandlers = (context: Context, sending: Sending, line: Line): HandlersOf<'campaigns'> => {
  const { db, clock } = context
  const thread = createAudienceThread({ databaseFile: context.databaseFile, nativeBinding: context.nativeBinding }, () => ({ now: clock.now(), zone: deskZone() }))
  context.onClose(() => thread.close())
  const business = () => context.settings().businessName
  const changed = () => context.changed('campaigns', 'today')

  const view = (id: number): Result<Campaign> => {
    const record = getRecord(db, id)
    return record === null ? context.problem('not-found') : ok(viewOf(db, record, clock.now()))
  }
  const senderOf = (plan: MessagePlan) => (plan.senderId === null ? defaultSender(db) : senderById(db, plan.senderId, context.settings().language))

  const count = async (plan: MessagePlan, hours: HoursAt | null = null): Promise<Result<Count>> => {
    const answer = await thread.ask<'count'>({ kind: 'count', audience: plan.audience, purpose: plan.purpose, body: plan.body, business: business(), hours })
    switch (answer.kind) {
      case 'count':
        return ok(answer.count)
      case 'superseded':
        return context.problem('campaigns-superseded')
      case 'failed':
        throw new Error(answer.message)
    }
  }

  /** Fetches missing and old prices; resolves when that is over, or after two seconds. */
  const fetchPrices = async (counted: Count): Promise<void> => {
    const provider = line.provider()
    const countries = counted.segmentsByCountry.flatMap(({ country }) => (country === null ? [] : [country]))
    if (provider === null || countries.length === 0) return
    const fetched = refreshPrices(db, provider, countries, clock.now()).then(
      (news) => {
        if (news) changed()
      },
      (error: unknown) => context.log.warn('prices.failed', { error: String(error) }),
    )
    // Only a price that is not known at all is worth waiting for.
    if (countries.some((country) => priceOf(db, country) === null)) {
      await Promise.race([fetched, new Promise<void>((resolve) => clock.after(PRICE_WAIT_MS, resolve))])
    }
  }

  const estimate = async ({ startsAt, ...plan }: MessagePlan & { readonly startsAt?: number | null | undefined }): Promise<Result<Estimate>> => {
    if (audienceGone(db, plan.audience)) return context.problem('campaigns-audience-gone', {}, 'audience')
    const withHours = startsAt !== undefined && readRules(db, context.mode).quietHours
    const counted = await count(plan, withHours ? { purpose: plan.purpose, startsAt: Math.max(startsAt ?? 0, clock.now() + TAKE_BACK_MS) } : null)
    if (!counted.ok) return counted
    await fetchPrices(counted.value)
    return ok(estimateOf(db, counted.value, senderOf(plan), context.mode === 'practice'))
  }

  const approve = async (id: number, sendAt: number | null, expected: number): Promise<Result<Campaign>> => {
    const record = getRecord(db, id)
    if (record === null) return context.problem('not-found')
    if (record.sealed !== null) return context.problem('campaigns-already-approved')
    const { plan } = record
    if (audienceGone(db, plan.audience)) return context.problem('campaigns-audience-gone', {}, 'audience')
    if (plan.body.trim() === '') return context.problem('campaigns-no-body', {}, 'body')
    if (!compileTemplate(plan.body).ok) return context.problem('campaigns-body', {}, 'body')
    if (plan.validUntil != null && plan.validUntil <= Math.max(sendAt ?? 0, clock.now() + TAKE_BACK_MS)) return context.problem('campaigns-validity', {}, 'validUntil')
    const sender = senderOf(plan)
    if (sender === null) return context.problem('campaigns-no-sender', {}, 'senderId')
    const counted = await count(plan)
    if (!counted.ok) return counted
    const { recipients } = counted.value
    if (recipients === 0) return context.problem('campaigns-nobody', {}, 'audience')
    if (recipients !== expected) return context.problem('campaigns-audience-changed', { was: expected, now: recipients })

    // What was taken back a moment ago, or never finished, may still be on its way out of the book.
    if (getBatch(db, id) !== null) await sending.batches.remove(id)
    if (getRecord(db, id)?.sealed !== null) return context.problem('campaigns-already-approved')
    const now = clock.now()
    const sealed: Sealed = { ...plan, senderId: sender.id, approvedAt: now, sendAt, recipients, business: business() }
    const name = record.name || nameFrom(plan.body)
    const dueAt = Math.max(sendAt ?? 0, now + TAKE_BACK_MS)
    db.transaction(() => {
      createBatch(db, { id, name, startsAt: dueAt })
      seal(db, id, sealed, costOf(db, counted.value), name)
    }).immediate()
    const { audience, purpose, body } = plan
    const queued = await thread.ask<'enqueue'>({
      kind: 'enqueue', audience, purpose, body, business: sealed.business, batchId: id, senderId: sender.id,
      priority: purpose === 'service' ? 1 : 2, dueAt, validUntil: plan.validUntil ?? null, now,
    })
    if (queued.kind !== 'enqueue' || queued.messages !== recipients) {
      await sending.batches.remove(id)
      unseal(db, id, clock.now())
      if (queued.kind === 'failed' && queued.code.startsWith('SQLITE_FULL')) return context.problem('disk-full')
      if (queued.kind === 'enqueue') return context.problem('campaigns-audience-changed', { was: expected, now: queued.messages })
      throw new Error(queued.kind === 'failed' ? queued.message : queued.kind)
    }
    await sending.ready()
    sending.batches.open(id, Math.max(dueAt, clock.now() + (sendAt === null ? TAKE_BACK_MS : 0)))
    context.changed('campaigns', 'messages', 'queue', 'today')
    return view(id)
  }

  const change = async (id: number, act: () => boolean | Promise<boolean>, refusal: 'campaigns-too-late' | 'campaigns-not-now'): Promise<Result<Campaign>> => {
    if (getRecord(db, id) === null) return context.problem('not-found')
    if (!(await act())) return context.problem(refusal)
    context.changed('campaigns', 'messages', 'queue', 'today')
    return view(id)
  }

  // A crash between sealing and opening: the batch is removed by sending when it starts, the draft comes back here.
  const unopened = allRecords(db).filter(({ id, sealed }) => sealed !== null && (getBatch(db, id)?.state ?? 'preparing') === 'preparing')
  const reopenDrafts = (): void => {
    const written = sending.attempt(() => {
      for (const { id } of unopened) unseal(db, id, clock.now())
      return true
    })
    // A full disk: until it has room they cannot be edited, and nothing of them leaves.
    if (written === null) retryReopening = clock.after(REOPEN_MS, reopenDrafts)
  }
  let retryReopening: Timer | null = null
  context.onClose(() => retryReopening?.cancel())
  if (unopened.length > 0) reopenDrafts()

  return {
    'campaigns.all': async () => {
      await sending.ready()
      return ok(allRecords(db).map((record) => viewOf(db, record, clock.now())))
    },
    'campaigns.get': async ({ id }) => {
      await sending.ready()
      return view(id)
    },
    'campaigns.saveDraft': ({ id, name, plan }) => {
      const record = id === undefined ? null : getRecord(db, id)
      if (id !== undefined && record === null) return context.problem('not-found')
      const next: MessagePlan = { ...emptyPlan, ...record?.plan, ...plan }
      // What is gone keeps the name it had.
      const audience = audienceGone(db, next.audience) ? (record?.audienceName ?? '') : audienceName(db, next.audience)
      const draft = { name, plan: next, audienceName: audience, now: clock.now() }
      if (record !== null && !updateDraft(db, record.id, draft)) return context.problem('campaigns-already-approved')
      const saved = record?.id ?? insertDraft(db, draft)
      changed()
      return view(saved)
    },
    'campaigns.remove': ({ id }) => {
      if (getRecord(db, id) === null) return context.problem('not-found')
      if (!removeRecord(db, id)) return context.problem('campaigns-already-approved')
      changed()
      return ok({ removed: true })
    },
    'campaigns.copy': ({ id }) => {
      const record = getRecord(db, id)
      if (record === null) return context.problem('not-found')
      // Not its validity: a copy is for another day.
      const { audience, purpose, body, senderId } = record.sealed ?? record.plan
      const plan: MessagePlan = { audience, purpose, body, senderId }
      const copy = insertDraft(db, { name: record.name, plan, audienceName: audienceName(db, audience), now: clock.now() })
      changed()
      return view(copy)
    },
    'campaigns.estimate': estimate,
    'campaigns.recipient': async ({ index, audience, purpose, body }) => {
      const answer = await thread.ask<'recipient'>({ kind: 'recipient', index, audience, purpose, body, business: business() })
      if (answer.kind !== 'recipient') throw new Error(answer.kind === 'failed' ? answer.message : answer.kind)
      return ok(answer.recipient)
    },
    'campaigns.approve': ({ id, sendAt, expected }) => approve(id, sendAt, expected),
    'campaigns.takeBack': ({ id }) =>
      change(id, async () => {
        if (!(await sending.batches.takeBack(id))) return false
        unseal(db, id, clock.now())
        return true
      }, 'campaigns-too-late'),
    'campaigns.pause': ({ id }) => change(id, () => sending.batches.pause(id), 'campaigns-not-now'),
    'campaigns.resume': ({ id }) => change(id, () => sending.batches.resume(id), 'campaigns-not-now'),
    'campaigns.cancel': ({ id }) => change(id, () => sending.batches.cancel(id), 'campaigns-not-now'),
  }
}

/** A name for a campaign nobody named: the first words of its message, merge fields left out. */
const nameFrom = (body: string): string => {
  const words = body.replace(/\{\{.*?\}\}|\{%.*?%\}/gs, '').replace(/\s+/g, ' ').trim()
  return words.length <= NAME_LENGTH ? words : `${words.slice(0, NAME_LENGTH).replace(/\s+\S*$/, '')}…`
}
