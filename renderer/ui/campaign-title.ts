/** What a campaign and its people are called, wherever they are named. */
import type { Audience, Campaign } from '../../shared/contract/campaigns.ts'
import { parseMergeChips } from '../../shared/sms/merge.ts'
import { useWords } from '../i18n/i18n.ts'

/** What a campaign is called: its name, or how its message begins; '' when it has neither. */
export const titleOf = ({ name, plan }: Pick<Campaign, 'name' | 'plan'>): string => {
  if (name !== '') return name
  const words = parseMergeChips(plan.body).map((part) => (part.kind === 'text' ? part.text : part.fallback ?? '…')).join('').replace(/\s+/g, ' ').trim()
  return words.length <= 48 ? words : `${words.slice(0, 47).trimEnd()}…`
}

type Addressed = { readonly audienceName: string; readonly plan: { readonly audience: Audience | null } }

/** The words for a campaign's audience. Core names lists and tags; everybody and chosen people have no name of their own. '' where nobody is chosen. */
export const useAudienceTitle = (): ((campaign: Addressed) => string) => {
  const t = useWords('ui')
  return ({ audienceName, plan: { audience } }) => {
    switch (audience?.kind) {
      case 'everybody':
        return t('audience.everybody')
      case 'people':
        return t('audience.people', { count: audience.contactIds.length })
      case 'list':
      case 'tag':
      case 'segment':
      case undefined:
        return audienceName
    }
  }
}
