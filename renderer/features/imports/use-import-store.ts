/** The import that is being prepared. It outlives the screen, so that a look at the contacts loses nothing. */
import { create } from 'zustand'
import type { FileTicket, Purpose } from '../../../shared/contract/common.ts'
import type { ConsentMethod } from '../../../shared/contract/consent.ts'
import { isImplied } from '../../../shared/rules/implied-consent.ts'
import type { ColumnMeaning, ImportConsent, ImportPlan, Inspection, Reading, RememberedMapping } from '../../../shared/contract/imports.ts'

export type Step = 'columns' | 'consent' | 'check'

/** A file that was dropped and cannot be read, in words for people. */
export type BadFile = { readonly name: string; readonly message: string }
/** A file with the same columns as the first, imported with its answers. */
export type TwinFile = { readonly ticket: FileTicket; readonly inspection: Inspection }

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
  /** What a plain "no" in the opt-in column means; null: what is likely for such a file. */
  readonly noMeans: 'refused' | 'not-asked' | null
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
  /** How many files are being looked into before the first step; 0 when none. */
  readonly sorting: number
  readonly twins: readonly TwinFile[]
  /** To be imported after this one, with steps of their own. */
  readonly waiting: readonly FileTicket[]
  readonly bad: readonly BadFile[]
  /** Several files on their way in, or done. */
  readonly batchId: string | null
  /** Whether what was answered for such a file the last time holds; null: not asked yet, it does. */
  readonly asLastTime: boolean | null
  readonly step: Step
  /** What was corrected; null: as guessed. */
  readonly reading: Partial<Reading> | null
  /** Corrected meanings by column. */
  readonly meanings: Readonly<Record<number, ColumnMeaning>>
  readonly consent: ConsentForm
  readonly destination: Destination
}

const nothingYet: ImportStore = {
  ticket: null,
  sorting: 0,
  twins: [],
  waiting: [],
  bad: [],
  batchId: null,
  asLastTime: null,
  step: 'columns',
  reading: null,
  meanings: {},
  consent: { known: null, purposes: [], method: null, day: null, disclosure: null, source: '', onlyYes: true, noMeans: null },
  destination: { kind: 'new', name: null, listId: null, tags: [], onConflict: 'fill' },
}

export const useImportStore = create<ImportStore>(() => nothingYet)

/** Begins with a file; the others follow it. */
export const beginImport = (ticket: FileTicket | null, rest: Partial<Pick<ImportStore, 'twins' | 'waiting' | 'bad' | 'sorting'>> = {}): void => {
  useImportStore.setState({ ...nothingYet, ticket, ...rest }, true)
}
/** Forgets what was being prepared, files that wait included. */
export const forgetImport = (): void => { useImportStore.setState(nothingYet, true) }
/** What was prepared is on its way; files that wait go on waiting. */
export const importStarted = (batchId: string | null): void => {
  useImportStore.setState(({ waiting }) => ({ ...nothingYet, waiting, batchId }), true)
}
/** Each of several files with the same columns by itself, after all. */
export const importApart = (): void => {
  useImportStore.setState(({ twins, waiting }) => ({ twins: [], waiting: [...twins.map(({ ticket }) => ticket), ...waiting] }))
}
/** Takes the answers of the last time over, save the day: a consent of a newer file has one of its own. */
export const adoptAnswers = ({ answers }: RememberedMapping): void => {
  const { consent, tags, onConflict } = answers
  useImportStore.setState(({ consent: form, destination }) => ({
    asLastTime: true,
    consent: {
      ...form, known: consent.purposes.length > 0 ? true : null, purposes: consent.purposes, method: consent.purposes.length > 0 ? consent.method : null, disclosure: consent.disclosure === '' ? null : consent.disclosure,
      source: consent.source, onlyYes: consent.purposes.length === 0 || consent.onlyWhereOptedIn, noMeans: consent.noMeans ?? null,
    },
    destination: { ...destination, tags, onConflict },
  }))
}
export const guessAnew = (): void => {
  useImportStore.setState({ asLastTime: false, meanings: {}, consent: nothingYet.consent, destination: nothingYet.destination })
}
export const toStep = (step: Step): void => { useImportStore.setState({ step }) }
/** Another way of reading gives other columns: what was said of the old ones no longer holds. */
export const readAs = (reading: Partial<Reading>): void => { useImportStore.setState({ reading, meanings: {}, asLastTime: null }) }
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
    ...(disclosure.trim() === '' && !(form.method !== null && isImplied(form.method)) ? (['needDisclosure'] as const) : []),
  ]
}

/** What is recorded about these people. Today's noon must not lie in the future: a record of what is to come is none. */
export const consentOf = (form: ConsentForm, disclosure: string, hasOptInColumn: boolean, noMeans: 'refused' | 'not-asked', now: number): ImportConsent =>
  form.known
    ? {
        noMeans,
        purposes: [...form.purposes],
        method: form.method ?? 'other',
        occurredAt: form.day === null ? now : Math.min(now, noonOf(form.day)),
        disclosure: disclosure.trim(),
        source: form.source.trim(),
        onlyWhereOptedIn: hasOptInColumn && form.onlyYes,
      }
    : { purposes: [], method: 'import', occurredAt: now, disclosure: '', source: '', onlyWhereOptedIn: false, noMeans }

/** A list's name from a file's: without its ending, dashes as spaces. */
export const listNameOf = (fileName: string): string => fileName.replace(/\.(csv|tsv|txt|xlsx|xlsm|vcf|vcard)$/i, '').replace(/[_-]+/g, ' ').trim().slice(0, 80)
