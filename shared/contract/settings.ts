import { z } from 'zod'
import { call } from './define.ts'
import { country, language, nothing, type Language } from './common.ts'

export type Mode = 'practice' | 'live'
export type Theme = 'system' | 'light' | 'dark'

export type Settings = {
  readonly language: Language
  readonly theme: Theme
  /** Empty until the first run is finished. */
  readonly businessName: string
  /** ISO 3166-1 alpha-2: how numbers without a country code are read, and how dates and money are shown. */
  readonly country: string
  readonly mode: Mode
  readonly firstRunDone: boolean
}

export type About = {
  readonly version: string
  readonly dataFolder: string
  /** Where secrets are kept; 'memory' and 'none' mean they are asked for again after a restart. */
  readonly vault: 'system' | 'memory' | 'none'
}

/** Why the contact book could not be opened, and what can be done. The window shows this instead of everything else. */
export type StartState =
  | { readonly state: 'ready' }
  | {
      readonly state: 'problem'
      readonly problem: 'newer-database' | 'corrupt-database' | 'no-space' | 'cannot-open'
      readonly message: string
      readonly fix: string
      /** Newest first. */
      readonly backups: readonly { readonly id: string; readonly at: number; readonly bytes: number }[]
    }

export const settingsCalls = {
  'settings.start': call<StartState>()(nothing),
  'settings.get': call<Settings>()(nothing),
  'settings.about': call<About>()(nothing),
  'settings.save': call<Settings>()(
    z.object({
      language: language.optional(),
      theme: z.enum(['system', 'light', 'dark']).optional(),
      businessName: z.string().trim().min(1).max(60).optional(),
      country: country.optional(),
    }),
  ),
  /** Ends the first run in practice mode; with `sample`, the sample list is imported and ready when this answers. */
  'settings.finishFirstRun': call<Settings>()(
    z.object({ language, businessName: z.string().trim().min(1).max(60), country, sample: z.boolean() }),
  ),
  /**
   * Puts a backup in the place of a book that cannot be opened, or whose consent records were changed; that one is kept aside,
   * and whoever said stop in it stays opted out.
   */
  'settings.restoreBackup': call<StartState>()(z.object({ backupId: z.string() })),
  /** Starts with an empty book; the broken one is kept aside. */
  'settings.startEmpty': call<StartState>()(nothing),
}
