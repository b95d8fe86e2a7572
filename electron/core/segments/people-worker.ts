import { parentPort, workerData } from 'node:worker_threads'
import type { ContactFilter, ContactList, KindCheck, TagCount } from '../../../shared/contract/contacts.ts'
import type { Places } from '../../../shared/contract/segments.ts'
import type { Moment } from '../../../shared/rules/segments/calendar.ts'
import type { Rule } from '../../../shared/rules/segments/rule.ts'
import type { FieldReading } from '../../../shared/rules/segments/values.ts'
import { peopleByRule, type PeopleByRule } from '../contacts/by-rule.ts'
import { checkKind, moveValuesAway, putValuesBack } from '../contacts/field-values.ts'
import { allLists } from '../contacts/lists.ts'
import { createPages, type ContactSort, type IdPage } from '../contacts/page.ts'
import { tagCounts } from '../contacts/tags.ts'
import { openDatabase } from '../database/open.ts'
import { freshConsentSets, holdConsentSets, prepareConsentSets } from './consent-sets.ts'
import { countPeople, firstPeople } from './count.ts'
import { tellTime } from './moment.ts'
import { placesOf } from './places.ts'

/** Looks through the contact book on a thread of its own, in pieces: whoever asks next waits for a piece, not for the whole. */

export type WorkerSetup = { readonly databaseFile: string; readonly nativeBinding: string | undefined }

export type PeopleRequest =
  | { readonly kind: 'page'; readonly filter: ContactFilter; readonly sort: ContactSort; readonly offset: number; readonly limit: number; readonly stamp: string }
  | { readonly kind: 'count'; readonly rule: Rule; readonly first: number; readonly asker: string | null; readonly stamp: string }
  | { readonly kind: 'cancel'; readonly asker: string }
  | { readonly kind: 'places' }
  | { readonly kind: 'by-rule' }
  | { readonly kind: 'tags' }
  | { readonly kind: 'lists' }
  | { readonly kind: 'check-field'; readonly key: string; readonly reading: FieldReading }
  | { readonly kind: 'remove-field'; readonly key: string; readonly undoId: string }
  | { readonly kind: 'restore-field'; readonly key: string; readonly undoId: string }
export type PeopleAnswer =
  | { readonly kind: 'page'; readonly page: IdPage }
  | { readonly kind: 'count'; readonly people: number; readonly first: readonly number[] }
  | { readonly kind: 'cancel'; readonly canceled: boolean }
  | { readonly kind: 'places'; readonly places: Places }
  | { readonly kind: 'by-rule'; readonly people: PeopleByRule }
  | { readonly kind: 'tags'; readonly tags: readonly TagCount[] }
  | { readonly kind: 'lists'; readonly lists: readonly ContactList[] }
  | { readonly kind: 'check-field'; readonly check: KindCheck }
  | { readonly kind: 'remove-field'; readonly people: number }
  | { readonly kind: 'restore-field'; readonly people: number }
  /** A newer one by the same asker, or a cancel, came in between. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

const setup = workerData as WorkerSetup
const db = openDatabase(setup.databaseFile, { nativeBinding: setup.nativeBinding })
const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

let moment: Moment = { now: Date.now(), zone: 'UTC' }
tellTime(db, () => moment)
let stamp = ''
const pages = createPages(db, { watch: { stamp: () => stamp }, pause })

const superseded = new Error('superseded')
/** The newest request of each asker. */
const newest = new Map<string, number>()

/** For the next count, once this one is answered. A page is looked through once and remembered, and waits for nothing. */
const prepareNext = (rules: readonly Rule[], asOf: string): void =>
  void setImmediate(() => void prepareConsentSets(db, rules, asOf, pause).catch(() => undefined))

const answer = async (id: number, request: PeopleRequest): Promise<PeopleAnswer> => {
  switch (request.kind) {
    case 'page': {
      ;({ stamp } = request)
      freshConsentSets(db, stamp)
      const release = holdConsentSets(db)
      try {
        return { kind: 'page', page: await pages.page(request.filter, request.sort, request.offset, request.limit) }
      } finally {
        release()
      }
    }
    case 'count': {
      const { asker } = request
      freshConsentSets(db, request.stamp)
      if (asker !== null) newest.set(asker, id)
      const between = async (): Promise<void> => {
        await pause()
        if (asker !== null && newest.get(asker) !== id) throw superseded
      }
      const release = holdConsentSets(db)
      try {
        const people = await countPeople(db, request.rule, between)
        return { kind: 'count', people, first: request.first === 0 ? [] : await firstPeople(db, request.rule, people, request.first, between) }
      } finally {
        release()
        if (asker !== null && newest.get(asker) === id) newest.delete(asker)
        prepareNext([request.rule], request.stamp)
      }
    }
    case 'cancel':
      return { kind: 'cancel', canceled: newest.delete(request.asker) }
    case 'places':
      return { kind: 'places', places: placesOf(db) }
    case 'by-rule':
      return { kind: 'by-rule', people: await peopleByRule(db, pause) }
    case 'tags':
      return { kind: 'tags', tags: tagCounts(db) }
    case 'lists':
      return { kind: 'lists', lists: allLists(db) }
    case 'check-field':
      return { kind: 'check-field', check: await checkKind(db, request.key, request.reading, pause) }
    case 'remove-field':
      return { kind: 'remove-field', people: await moveValuesAway(db, request.key, request.undoId, pause) }
    case 'restore-field':
      return { kind: 'restore-field', people: await putValuesBack(db, request.key, request.undoId, pause) }
  }
}

parentPort!.on('message', ({ id, request, now }: { id: number; request: PeopleRequest | { kind: 'close' }; now: Moment }) => {
  if (request.kind === 'close') {
    db.close()
    process.exit(0)
  }
  moment = now
  answer(id, request)
    .catch((error: unknown): PeopleAnswer => {
      if (error === superseded) return { kind: 'superseded' }
      const { code = 'internal', message } = error as Error & { code?: string }
      return { kind: 'failed', code, message }
    })
    .then((result) => parentPort!.postMessage({ id, answer: result }))
    .catch(() => undefined)
})
