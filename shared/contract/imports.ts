import { z } from 'zod'
import { call } from './define.ts'
import { consentMethod } from './consent.ts'
import { id, purpose, stretch, type FileTicket, type Page } from './common.ts'

export const encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
export type Encoding = z.infer<typeof encoding>
export const delimiter = z.enum([',', ';', '\t', '|'])
export type Delimiter = z.infer<typeof delimiter>

/** How the file is read. All guessed by `imports.inspect`, all correctable. */
export const reading = z.object({ encoding, delimiter, hasHeader: z.boolean() })
export type Reading = z.infer<typeof reading>

/** What a column means. Several columns may be numbers: the mobile one wins. `custom` keeps the column under its own name. */
export const columnMeaning = z.enum([
  'number', 'first-name', 'last-name', 'full-name', 'email', 'region', 'postal-code', 'language', 'tags', 'notes', 'opt-in', 'custom', 'skip',
])
export type ColumnMeaning = z.infer<typeof columnMeaning>

export const mapping = z.array(columnMeaning).max(10_000)
export type Mapping = z.infer<typeof mapping>

export type ImportColumn = {
  readonly index: number
  readonly header: string
  /** First non-empty values, at most five. */
  readonly samples: readonly string[]
  readonly guess: ColumnMeaning
}

export type Inspection = {
  readonly fileName: string
  readonly bytes: number
  readonly reading: Reading
  readonly columns: readonly ImportColumn[]
  /** Data rows; exact for small files, else an estimate. */
  readonly rows: number
  readonly rowsExact: boolean
  /** An earlier import of exactly these bytes. */
  readonly importedBefore: { readonly importId: number; readonly at: number; readonly rows: number } | null
}

export type RowOutcome = 'created' | 'updated' | 'unchanged' | 'duplicate' | 'rejected'
export type RejectReason =
  | 'no-number' | 'invalid-number' | 'too-short' | 'too-long' | 'not-textable' | 'excel-lost-digits' | 'malformed-row'

export type PreviewRow = {
  /** Line of the row in the file, the header being 1. */
  readonly line: number
  readonly outcome: RowOutcome
  readonly reason: RejectReason | null
  /** As it will be stored. */
  readonly number: string
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly tags: readonly string[]
  readonly custom: Readonly<Record<string, string>>
  /** The number cell as it stands in the file. */
  readonly rawNumber: string
}

/** What these people agreed to. `null` purposes = nothing is known: they are stored, not texted. */
export const importConsent = z.object({
  purposes: z.array(purpose).max(2),
  method: consentMethod,
  occurredAt: z.number().int(),
  /** The exact wording these people saw; empty only when `purposes` is. */
  disclosure: z.string().trim().max(2000),
  /** What the owner says about where the proof is: "paper forms, blue binder". */
  source: z.string().trim().max(500),
  /** When a column is mapped 'opt-in': only its yes-rows get the consent. */
  onlyWhereOptedIn: z.boolean(),
})
export type ImportConsent = z.infer<typeof importConsent>

export type ImportState = 'running' | 'done' | 'canceled' | 'failed'

export type ImportRun = {
  readonly id: number
  readonly fileName: string
  readonly state: ImportState
  readonly startedAt: number
  readonly endedAt: number | null
  /** 0 to 1 by bytes read. */
  readonly progress: number
  /** rows = created + updated + unchanged + duplicates + rejected, once done. */
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicates: number
  readonly rejected: number
  /** People of this file who had said stop and stay so. */
  readonly stillOptedOut: number
  readonly reasons: readonly { readonly reason: RejectReason; readonly rows: number }[]
  readonly listId: number | null
  readonly listName: string | null
  /** In words for people, when it failed. */
  readonly problem: string | null
}

export type ImportRow = {
  readonly line: number
  readonly outcome: RowOutcome
  readonly reason: RejectReason | null
  readonly number: string | null
  readonly raw: string
}

export const importPlan = z.object({
  fileId: z.string(),
  reading,
  mapping,
  /** Where the rows go besides the contact book: a new list by this name, an existing one, or none. */
  list: z.union([z.object({ name: z.string().trim().min(1).max(80) }), z.object({ id }), z.null()]),
  tags: z.array(z.string().trim().min(1).max(60)).max(20),
  consent: importConsent,
  /** 'fill' only writes into empty fields of people already known; 'overwrite' lets the file win where it says something. */
  onConflict: z.enum(['fill', 'overwrite']),
})
export type ImportPlan = z.infer<typeof importPlan>

export const importsCalls = {
  /** The sample list as a file, for the first run and the curious. */
  'imports.sample': call<FileTicket>()(z.object({})),
  /** Looks into a file the host granted. Without `reading`, everything is guessed. */
  'imports.inspect': call<Inspection>()(z.object({ fileId: z.string(), reading: reading.partial().optional() })),
  /** The first `limit` rows as they would be stored now, and what would become of each. */
  'imports.preview': call<readonly PreviewRow[]>()(
    z.object({ fileId: z.string(), reading, mapping, onConflict: z.enum(['fill', 'overwrite']), limit: z.number().int().min(1).max(200) }),
  ),
  /** Starts in the background; `import.progress` events follow. */
  'imports.start': call<ImportRun>()(importPlan),
  /** Nothing half done stays: the contact book is as it was. */
  'imports.cancel': call<ImportRun>()(z.object({ id })),
  'imports.get': call<ImportRun>()(z.object({ id })),
  'imports.all': call<readonly ImportRun[]>()(z.object({})),
  'imports.rows': call<Page<ImportRow>>()(z.object({ id, outcome: z.enum(['created', 'updated', 'unchanged', 'duplicate', 'rejected']).optional(), ...stretch })),
  /** The rejected rows as they stood, with the reason in a column of its own. */
  'imports.exportRejected': call<FileTicket>()(z.object({ id })),
}
