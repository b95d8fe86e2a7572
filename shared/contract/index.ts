/**
 * The one contract between window and core. Handlers, preload and renderer derive from it:
 * a missing handler does not compile, and an input that does not fit never reaches one.
 */
import type { z } from 'zod'
import type { Result } from '../result.ts'
import type { FileTicket, Topic } from './common.ts'
import { accountCalls } from './account.ts'
import { campaignsCalls } from './campaigns.ts'
import { consentCalls } from './consent.ts'
import { contactsCalls } from './contacts.ts'
import { importsCalls, type ImportRun } from './imports.ts'
import { inboxCalls, type Arrived } from './inbox.ts'
import { messagesCalls } from './messages.ts'
import { askingCalls } from './asking.ts'
import { collectCalls } from './collect.ts'
import { optOutsCalls } from './opt-outs.ts'
import { rulesCalls } from './rules.ts'
import { peopleCalls, type Job } from './people.ts'
import { resultsCalls } from './results.ts'
import { segmentsCalls } from './segments.ts'
import { settingsCalls } from './settings.ts'
import { todayCalls } from './today.ts'

export const contract = {
  ...settingsCalls,
  ...accountCalls,
  ...contactsCalls,
  ...segmentsCalls,
  ...consentCalls,
  ...importsCalls,
  ...campaignsCalls,
  ...messagesCalls,
  ...inboxCalls,
  ...resultsCalls,
  ...peopleCalls,
  ...askingCalls,
  ...collectCalls,
  ...optOutsCalls,
  ...rulesCalls,
  ...todayCalls,
}

export type Contract = typeof contract
export type CallName = keyof Contract
/** What the caller gives. */
export type CallInput<N extends CallName> = z.input<Contract[N]['input']>
/** What a handler receives, after checking. */
export type CallParsed<N extends CallName> = z.output<Contract[N]['input']>
/** What a successful answer carries. */
export type CallOutput<N extends CallName> = NonNullable<Contract[N]['out']> | (null extends Contract[N]['out'] ? null : never)

/** What core pushes to every window. */
export type CoreEvents = {
  /** Data behind these topics changed: ask again. */
  changed: { readonly topics: readonly Topic[] }
  'import.progress': ImportRun
  'people.progress': Job
  /** Somebody wrote; for the desktop, where the host can tell it. */
  'inbox.arrived': Arrived
  /** The person clicked on what the desktop told: show this conversation. From the host. */
  'inbox.open': { readonly number: string | null }
}
export type EventName = keyof CoreEvents
export const eventNames = ['changed', 'import.progress', 'people.progress', 'inbox.arrived', 'inbox.open'] as const satisfies readonly EventName[]

/** One function per call; the shape of every capability's api.ts together. */
export type Handlers = { readonly [N in CallName]: (input: CallParsed<N>) => Promise<Result<CallOutput<N>>> | Result<CallOutput<N>> }

/** What the host puts on `window.deskbell`. */
export type Bridge = {
  readonly platform: 'win32' | 'darwin' | 'linux' | 'browser'
  call(name: CallName, input: unknown): Promise<Result<unknown>>
  /** Answers a function that stops listening. */
  on(event: EventName, listener: (data: never) => void): () => void
  /** Lets the person choose a file; null when they did not. `accept` as in an <input>: ".csv,.tsv,.txt". */
  openFile(accept: string): Promise<FileTicket | null>
  /** A ticket for a file dropped on the window. */
  fileFromDrop(file: unknown): Promise<FileTicket>
  /** Saves what a ticket stands for where the person says; false when they did not. */
  saveFile(ticket: FileTicket): Promise<{ readonly saved: boolean }>
  /** Shows an https page in the person's own browser. */
  openExternal(url: string): Promise<void>
}

/** The handlers of one or several capabilities: `HandlersOf<'contacts' | 'lists'>`. */
export type HandlersOf<Capability extends string> = Pick<Handlers, Extract<CallName, `${Capability}.${string}`>>
