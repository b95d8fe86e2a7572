import { z } from 'zod'

export const language = z.enum(['en', 'fr'])
export type Language = z.infer<typeof language>

/** ISO 3166-1 alpha-2, upper case. */
export const country = z.string().regex(/^[A-Z]{2}$/)

/** E.164: "+" and 7 to 15 digits. */
export const e164 = z.string().regex(/^\+[1-9][0-9]{6,14}$/)

export const id = z.number().int().positive()

/** A stretch of a long table: `offset` rows down, at most 500 at a time. */
export const stretch = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) }

/** `total` counts every row of the filter, not only those here. */
export type Page<T> = { readonly rows: readonly T[]; readonly total: number }

export const purpose = z.enum(['marketing', 'service'])
/** Marketing needs express written consent; service is what the person gave the number for (RULES.md, Consent). */
export type Purpose = z.infer<typeof purpose>

export const nothing = z.object({}).strict()

/**
 * A file the host holds for the window: one the person chose, or one core wrote for saving.
 * The window never sees a path.
 */
export type FileTicket = { readonly fileId: string; readonly name: string; readonly bytes: number }

/** What changed, so that the window asks again: the first word of the calls concerned. */
export type Topic =
  | 'settings' | 'account' | 'senders' | 'contacts' | 'lists' | 'people' | 'fields' | 'segments' | 'consent' | 'imports' | 'campaigns' | 'messages' | 'results' | 'queue' | 'inbox' | 'today' | 'rules' | 'optOuts' | 'asking' | 'collect'
