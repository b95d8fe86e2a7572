import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { About, Settings, StartState } from '../../../shared/contract/settings.ts'
import { ok, type Err, type Result } from '../../../shared/result.ts'
import type { Desk } from './desk-file.ts'

/** What the settings' calls need of the roof: they work whether or not a book is open. */
export type SettingsRoof = {
  start(): StartState
  desk(): Desk
  /** @throws when the disk refuses; then nothing changed. */
  save(change: Partial<Desk>): void
  readonly about: About
  /** Null when practice mode is on. */
  toPractice(): Promise<Err | null>
  importSample(): Promise<Result<unknown>>
  restoreBackup(backupId: string): Promise<Result<StartState>>
  startEmpty(): Promise<Result<StartState>>
}

/** What the window may know of the desk: never the account's SID. */
export const settingsOf = ({ language, theme, businessName, country, mode, firstRunDone }: Desk): Settings => ({
  language, theme, businessName, country, mode, firstRunDone,
})

export const settingsHandlers = (roof: SettingsRoof): HandlersOf<'settings'> => ({
  'settings.start': () => ok(roof.start()),
  'settings.get': () => ok(settingsOf(roof.desk())),
  'settings.about': () => ok(roof.about),

  'settings.save'(change) {
    const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<Desk>
    roof.save(said)
    return ok(settingsOf(roof.desk()))
  },

  async 'settings.finishFirstRun'({ sample, ...business }) {
    const first = !roof.desk().firstRunDone
    // The business first: the sample's numbers and its disclosure are read with it. Only a first run that worked is done.
    roof.save(business)
    const refused = first ? await roof.toPractice() : null
    if (refused !== null) return refused
    if (first && sample) {
      const imported = await roof.importSample()
      if (!imported.ok) return imported
    }
    roof.save({ firstRunDone: true })
    return ok(settingsOf(roof.desk()))
  },

  'settings.restoreBackup': ({ backupId }) => roof.restoreBackup(backupId),
  'settings.startEmpty': () => roof.startEmpty(),
})
