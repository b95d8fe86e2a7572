/** The import that is being prepared. It outlives the screen, so that a look at the contacts loses nothing. */
import { create } from 'zustand'
import type { FileTicket, Purpose } from '../../../shared/contract/common.ts'
import type { ConsentMethod } from '../../../shared/contract/consent.ts'
import type { ColumnMeaning, ImportConsent, ImportPlan, Reading } from '../../../shared/contract/imports.ts'

export type Step = 'columns' | 'consent'

export type ConsentForm = {
  /** Null: not said yet. */
  readonly known: boolean | null
  readonly purposes: readonly Purpose[]
  readonly method: ConsentMethod | null
  /** The day they agreed, YYYY-MM-DD, as the owner's calendar has it. */
  readonly day: string | null
  /** Null: still the suggested words. */
  readonly disclosure: string | null
  readonly source: string
  readonly onlyYes: boolean
}

export type Destination = {
  readonly kind: 'new' | 'existing' | 'none'
  /** Null: named after the file. */
  readonly name: string | null
  readonly listId: number | null
  readonly tags: readonly string[]
  readonly onConflict: ImportPlan['onConflict']
}

type ImportStore = {
  readonly ticket: FileTicket | null
  readonly step: Step
  /** What was corrected; null: as guessed. */
  readonly reading: Reading | null
  /** Corrected meanings by column. */
  readonly meanings: Readonly<Record<number, ColumnMeaning>>
  readonly consent: ConsentForm
  readonly destination: Destination
}

const nothingYet: ImportStore = {
  ticket: null,
  step: 'columns',
  reading: null,
  meanings: {},
  consent: { known: null, purposes: [], method: null, day: null, disclosure: null, source: '', onlyYes: true },
  destination: { kind: 'new', name: null, listId: null, tags: [], onConflict: 'fill' },
}

export const useImportStore = create<ImportStore>(() => nothingYet)

/** Begins with a file. */
export const beginImport = (ticket: FileTicket): void => { useImportStore.setState({ ...nothingYet, ticket }, true) }
/** Forgets what was being prepared. */
export const forgetImport = (): void => { useImportStore.setState(nothingYet, true) }
export const toStep = (step: Step): void => { useImportStore.setState({ step }) }
/** Another way of reading gives other columns: what was said of the old ones no longer holds. */
export const readAs = (reading: Reading): void => { useImportStore.setState({ reading, meanings: {} }) }
export const setMeaning = (index: number, meaning: ColumnMeaning): void => {
  useImportStore.setState(({ meanings }) => ({ meanings: { ...meanings, [index]: meaning } }))
}
export const changeConsent = (part: Partial<ConsentForm>): void => {
  useImportStore.setState(({ consent }) => ({ consent: { ...consent, ...part } }))
}
export const changeDestination = (part: Partial<Destination>): void => {
  useImportStore.setState(({ destination }) => ({ destination: { ...destination, ...part } }))
}

/** A calendar day at noon of this computer's zone, in ms: the day stays the day wherever it is read. */
export const noonOf = (day: string): number => new Date(`${day}T12:00:00`).getTime()

export type ConsentProblem = 'pickPurpose' | 'needMethod' | 'needDate' | 'futureDate' | 'needDisclosure'

/** What is missing in what was said, in the order of the form. */
export const consentProblems = (form: ConsentForm, disclosure: string, now: number): readonly ConsentProblem[] => {
  if (form.known === null) return ['pickPurpose']
  if (!form.known) return []
  return [
    ...(form.purposes.length === 0 ? (['pickPurpose'] as const) : []),
    ...(form.method === null ? (['needMethod'] as const) : []),
    ...(form.day === null ? (['needDate'] as const) : noonOf(form.day) - 12 * 3_600_000 > now ? (['futureDate'] as const) : []),
    ...(disclosure.trim() === '' ? (['needDisclosure'] as const) : []),
  ]
}

/** What is recorded about these people. Today's noon must not lie in the future: a record of what is to come is none. */
export const consentOf = (form: ConsentForm, disclosure: string, hasOptInColumn: boolean, now: number): ImportConsent =>
  form.known
    ? {
        purposes: [...form.purposes],
        method: form.method ?? 'other',
        occurredAt: form.day === null ? now : Math.min(now, noonOf(form.day)),
        disclosure: disclosure.trim(),
        source: form.source.trim(),
        onlyWhereOptedIn: hasOptInColumn && form.onlyYes,
      }
    : { purposes: [], method: 'import', occurredAt: now, disclosure: '', source: '', onlyWhereOptedIn: false }

/** A list's name from a file's: without its ending, dashes as spaces. */
export const listNameOf = (fileName: string): string => fileName.replace(/\.(csv|tsv|txt)$/i, '').replace(/[_-]+/g, ' ').trim().slice(0, 80)
