import type { Settings } from '../../shared/contract/settings.ts'
import type { Core } from '../core/core.ts'

/** Tells `use` the settings as they are, and again whenever they changed. */
export const followSettings = async (core: Core, use: (settings: Settings) => void): Promise<void> => {
  const ask = async (): Promise<void> => {
    const answer = await core.call('settings.get', {})
    if (answer.ok) use(answer.value as Settings)
  }
  core.on((event, data) => {
    if (event === 'changed' && 'topics' in data && data.topics.includes('settings')) void ask()
  })
  await ask()
}
