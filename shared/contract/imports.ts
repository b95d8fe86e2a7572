import { z } from 'zod'
import { call } from './define.ts'
import { consentMethod } from './consent.ts'
import { id, purpose, stretch, type FileTicket, type Page } from './common.ts'

export const encoding = z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
export type Encoding = z.infer<typeof encoding>
export const delimiter = z.enum([',', ';', '\t', '|'])
export type Delimiter = z.infer<typeof delimiter>

/** Told by what is in the file, not by its name. */
export const fileKind = z.enum(['text', 'excel', 'vcard'])
export type FileKind = z.infer<typeof fileKind>

/**
 * How the file is read. All guessed by `imports.inspect`, all correctable, save the kind. Without `kind` it is text.
 * `encoding` and `delimiter` mean nothing for the other kinds; `sheet` is the name of an Excel file's sheet.
 */
export const reading = z.object({ encoding, delimiter, hasHeader: z.boolean(), kind: fileKind.optional(), sheet: z.string().max(255).optional() })
export type Reading = z.infer<typeof reading>

/**
 * What a column means. Several columns may be numbers: 'mobile' ones are asked first, and of what a row has a mobile number
 * wins over a landline. `custom` keeps the column under its own name.
 */
export const columnMeaning = z.enum([
  'number', 'mobile', 'first-name', 'last-name', 'full-name', 'email', 'region', 'postal-code', 'language', 'tags', 'notes', 'opt-in', 'custom', 'skip',
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

/** A sheet of an Excel file; hidden ones are read only when somebody asks for them. `rows` is what the file says, null when it does not. */
export type ImportSheet = { readonly name: string; readonly hidden: boolean; readonly empty: boolean; readonly rows: number | null }

/** Programs whose exports are known by their headings. */
export type ImportProfile = 'google' | 'outlook' | 'apple' | 'shopify' | 'square' | 'mailchimp' | 'doctolib' | 'practice'

/** What was answered for a file with the same headings the last time. */
export type RememberedMapping = {
  readonly fingerprint: string
  /** The file it was answered for. */
  readonly fileName: string
  readonly usedAt: number
  /** By column, in the order of this file's columns. */
  readonly mapping: Mapping
  readonly answers: RememberedAnswers
}

export type Inspection = {
  readonly fileName: string
  readonly bytes: number
  readonly reading: Reading
  /** The sheets of an Excel file in its order; none for other kinds. */
  readonly sheets: readonly ImportSheet[]
  /** The program this looks like an export of. */
  readonly profile: ImportProfile | null
  /** What a plain "no" in the opt-in column of such a file most likely stands for. */
  readonly noMeans: 'refused' | 'not-asked'
  /** The same for all files with the same headings, whatever their order: such files can go in together. */
  readonly fingerprint: string
  readonly remembered: RememberedMapping | null
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
  /** What the opt-in column says; 'unsaid' also where there is none. */
  readonly says: OptInSaid
  /** This person said stop before, and stays so. */
  readonly optedOut: boolean
}

/** 'no' may also stand for "never asked"; 'stop' never does; 'unclear' is neither a yes nor a no, and nobody is texted on it. */
export type OptInSaid = 'yes' | 'unsaid' | 'unclear' | 'no' | 'stop'

/** What these people agreed to. `null` purposes = nothing is known: they are stored, not texted. */
export const importConsent = z.object({
  purposes: z.array(purpose).max(2),
  method: consentMethod,
  occurredAt: z.number().int(),
  /** The exact wording these people saw; empty only when `purposes` is, or where consent is implied by a purchase or an inquiry. */
  disclosure: z.string().trim().max(2000),
  /** What the owner says about where the proof is: "paper forms, blue binder". */
  source: z.string().trim().max(500),
  /** When a column is mapped 'opt-in': only its yes-rows get the consent. */
  onlyWhereOptedIn: z.boolean(),
  /**
   * What a plain "no" in that column stands for. 'refused', the default, writes an opt-out down; 'not-asked' leaves things
   * as they are, for programs that write "no" for everybody who never signed up. Words such as "unsubscribed" always are an opt-out.
   */
  noMeans: z.enum(['refused', 'not-asked']).optional(),
})
export type ImportConsent = z.infer<typeof importConsent>

export type MayText = { readonly marketing: number; readonly service: number }

/** 'undoing' goes on by itself, also after a restart, and ends 'undone'. */
export type ImportState = 'running' | 'done' | 'canceled' | 'failed' | 'undoing' | 'undone'

/**
 * What was done since with somebody an import added, so that undoing it keeps them: 'edited' by hand or in bulk, 'consent'
 * recorded, 'messages' sent or received, 'imported-again' by a later import, 'listed' on a list or tagged by hand.
 */
export type KeptReason = 'edited' | 'consent' | 'messages' | 'imported-again' | 'listed'

/** What undoing an import, whole or by row, came to. Opt-outs the file brought stay in any case. */
export type ImportUndo = {
  /** When the latest undoing ended; null while it runs. */
  readonly at: number | null
  /** People it had added who are gone again. */
  readonly removed: number
  /** People it had changed who are as they were. */
  readonly returned: number
  /** People it had changed of whom something stays, since it was changed again by hand. */
  readonly partly: number
  /** People it had added who stay: what people did since stays. */
  readonly kept: number
  readonly keptBecause: readonly { readonly reason: KeptReason; readonly people: number }[]
  /** People whose permission came from this import alone and is taken back. */
  readonly withdrawn: number
}

/** What undoing made of a row. */
export const rowUndone = z.enum(['removed', 'returned', 'partly', 'kept'])
export type RowUndone = z.infer<typeof rowUndone>

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
  /** People this file itself says stop for. */
  readonly optedOut: number
  /** People of this file who may be texted, as it was at the import's end; null for imports from before this was counted. */
  readonly mayText: MayText | null
  readonly reasons: readonly { readonly reason: RejectReason; readonly rows: number }[]
  readonly listId: number | null
  readonly listName: string | null
  /** In words for people, when it failed. */
  readonly problem: string | null
  /** Null until something of it was undone. */
  readonly undo: ImportUndo | null
}

export type ImportRow = {
  readonly line: number
  readonly outcome: RowOutcome
  readonly reason: RejectReason | null
  readonly number: string | null
  readonly raw: string
  /** Whom it is about, while they are in the book. */
  readonly contactId: number | null
  readonly undone: RowUndone | null
  readonly keptBecause: KeptReason | null
}

/**
 * Who is right about people already known: 'fill' only writes into empty fields, with 'overwrite' the file wins where it
 * says something, with 'keep' the book does (tags and the list are added all the same).
 */
export const onConflict = z.enum(['fill', 'overwrite', 'keep'])
export type OnConflict = z.infer<typeof onConflict>

export const importPlan = z.object({
  fileId: z.string(),
  reading,
  mapping,
  /** Where the rows go besides the contact book: a new list by this name, an existing one, or none. */
  list: z.union([z.object({ name: z.string().trim().min(1).max(80) }), z.object({ id }), z.null()]),
  tags: z.array(z.string().trim().min(1).max(60)).max(20),
  consent: importConsent,
  onConflict,
})
export type ImportPlan = z.infer<typeof importPlan>

/** What is remembered of the answers to an import, besides its columns. */
export type RememberedAnswers = Pick<ImportPlan, 'tags' | 'onConflict'> & { readonly consent: ImportConsent }

/** One file of a dry run. */
export const checkedFile = importPlan.pick({ fileId: true, reading: true, mapping: true })

/**
 * What an import would do, counted over every row against the book as it is, without storing anything. The same plan
 * carried out on the same book gives exactly these figures.
 */
export type ImportCheck = {
  readonly id: string
  readonly state: 'running' | 'done' | 'canceled' | 'failed'
  /** 0 to 1. */
  readonly progress: number
  readonly problem: string | null
  /** rows = created + updated + unchanged + duplicates + rejected. */
  readonly rows: number
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicates: number
  readonly rejected: number
  readonly reasons: readonly { readonly reason: RejectReason; readonly rows: number }[]
  /** People of these files who said stop before and stay so. */
  readonly stillOptedOut: number
  /** People these files themselves say stop for. */
  readonly optedOut: number
  /** People of these files who may be texted before, and would be afterwards. */
  readonly mayTextNow: MayText
  readonly mayText: MayText
  /** The rows of each file by itself, in the order given. */
  readonly files: readonly { readonly fileName: string; readonly rows: number; readonly problem: string | null }[]
}

/** What stands behind a figure of a dry run. */
export const checkFigure = z.enum(['created', 'updated', 'unchanged', 'duplicate', 'rejected', 'opted-out'])
export type CheckFigure = z.infer<typeof checkFigure>

export type CheckRow = {
  /** Which of the files, from 0. */
  readonly file: number
  readonly line: number
  readonly outcome: RowOutcome
  readonly reason: RejectReason | null
  readonly number: string | null
  readonly name: string
  /** The row as it stands in the file, for rejected ones. */
  readonly raw: string
  readonly says: OptInSaid
  readonly optedOut: boolean
  /** What it would change about somebody known. `field` is a meaning, or 'custom' with the field's label. */
  readonly changes: readonly { readonly field: 'first-name' | 'last-name' | 'email' | 'region' | 'postal-code' | 'language' | 'notes' | 'tags' | 'custom'; readonly label: string; readonly from: string; readonly to: string }[]
}

/** Several imports one after the other, under one progress. */
export type ImportBatch = {
  readonly id: string
  readonly state: 'running' | 'done'
  /** 0 to 1, by bytes. */
  readonly progress: number
  readonly files: readonly { readonly fileName: string; readonly run: ImportRun | null; /** In words for people, when it could not even begin. */ readonly problem: string | null }[]
}

export const importsCalls = {
  /** The sample list as a file, for the first run and the curious. */
  'imports.sample': call<FileTicket>()(z.object({})),
  /** Looks into a file the host granted. Without `reading`, everything is guessed. */
  'imports.inspect': call<Inspection>()(z.object({ fileId: z.string(), reading: reading.partial().optional() })),
  /** The first `limit` rows as they would be stored now, and what would become of each. */
  'imports.preview': call<readonly PreviewRow[]>()(
    z.object({ fileId: z.string(), reading, mapping, onConflict, limit: z.number().int().min(1).max(200) }),
  ),
  /** What was pasted (a column of numbers, a piece of a spreadsheet), as a file of its own. */
  'imports.paste': call<FileTicket>()(z.object({ text: z.string().min(1).max(1_500_000) })),
  /**
   * Begins to count what an import of these files, in this order, would do; nothing is stored. `imports.checked` tells how far
   * it is. A book has one dry run at a time: a new one ends the one before.
   */
  'imports.check': call<ImportCheck>()(z.object({ files: z.array(checkedFile).min(1).max(50), tags: importPlan.shape.tags, consent: importConsent, onConflict })),
  'imports.checked': call<ImportCheck>()(z.object({ id: z.string() })),
  /** The rows behind a figure, in file order. Only once it is done. */
  'imports.checkRows': call<Page<CheckRow>>()(z.object({ id: z.string(), figure: checkFigure.optional(), ...stretch })),
  /** Ends a dry run and forgets what it found. */
  'imports.endCheck': call<null>()(z.object({ id: z.string() })),
  /** Starts several, one after the other; one that fails does not stop the rest. `import.progress` events follow. */
  'imports.startAll': call<ImportBatch>()(z.object({ plans: z.array(importPlan).min(1).max(50) })),
  'imports.batch': call<ImportBatch>()(z.object({ id: z.string() })),
  /** What is remembered of files with the same headings; it is written when an import begins. */
  'imports.remembered': call<readonly { readonly fingerprint: string; readonly fileName: string; readonly usedAt: number }[]>()(z.object({})),
  'imports.forget': call<null>()(z.object({ fingerprint: z.string() })),
  /** Starts in the background; `import.progress` events follow. */
  'imports.start': call<ImportRun>()(importPlan),
  /** Nothing half done stays: the contact book is as it was. */
  'imports.cancel': call<ImportRun>()(z.object({ id })),
  'imports.get': call<ImportRun>()(z.object({ id })),
  'imports.all': call<readonly ImportRun[]>()(z.object({})),
  'imports.rows': call<Page<ImportRow>>()(z.object({ id, outcome: z.enum(['created', 'updated', 'unchanged', 'duplicate', 'rejected']).optional(), undone: rowUndone.optional(), ...stretch })),
  /**
   * Takes a finished import back, also days later: what it created goes, what it changed returns, what people did since stays.
   * Goes on in the background; `import.progress` events follow. The same file can be imported again afterwards.
   */
  'imports.undo': call<ImportRun>()(z.object({ id })),
  /** The same for one row, at once. Rows about the same person are undone with it. */
  'imports.undoRow': call<ImportRun>()(z.object({ id, line: z.number().int().min(1) })),
  /** The rejected rows as they stood, with the reason in a column of its own. */
  'imports.exportRejected': call<FileTicket>()(z.object({ id })),
}
