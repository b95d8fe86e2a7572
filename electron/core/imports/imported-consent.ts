import type { ImportedConsent } from '../consent/first-hashes.ts'
import type { StoredPlan } from './queries.ts'

/** What an import says of everybody who agreed. `at` is its start. */
export const importedConsent = ({ consent, zone }: Pick<StoredPlan, 'consent' | 'zone'>, fileName: string, at: number, importId: number): ImportedConsent => ({
  method: consent.method, occurredAt: consent.occurredAt, zone, recordedAt: at,
  disclosure: consent.disclosure === '' ? null : consent.disclosure,
  source: consent.source === '' ? fileName : `${fileName}: ${consent.source}`, importId,
})
