import type { Campaign } from '../../../shared/contract/campaigns.ts'
import { parseMergeChips } from '../../../shared/sms/merge.ts'

/** What a campaign is called: its name, or how its message begins; '' when it has neither. */
export const titleOf = ({ name, plan }: Pick<Campaign, 'name' | 'plan'>): string => {
  if (name !== '') return name
  const words = parseMergeChips(plan.body).map((part) => (part.kind === 'text' ? part.text : part.fallback ?? '…')).join('').replace(/\s+/g, ' ').trim()
  return words.length <= 48 ? words : `${words.slice(0, 47).trimEnd()}…`
}
