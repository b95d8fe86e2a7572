import { IconBan, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react'
import type { OptInSaid } from '../../../shared/contract/imports.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'

/** What a row says of being texted, and whether the person said stop before: that outweighs it. */
export const SaysBadge = ({ says, optedOut }: { readonly says: OptInSaid; readonly optedOut: boolean }) => {
  const t = useWords('imports')
  if (optedOut) return <Badge tone="alarm" icon={<IconBan size={14} stroke={2} aria-hidden />}>{says === 'no' || says === 'stop' ? t(`says.${says}`) : t('saidStop')}</Badge>
  switch (says) {
    case 'yes':
      return <Badge tone="good" icon={<IconCircleCheck size={14} stroke={2} aria-hidden />}>{t('says.yes')}</Badge>
    case 'unclear':
      return <Badge tone="neutral" icon={<IconHelpCircle size={14} stroke={2} aria-hidden />}>{t('says.unclear')}</Badge>
    case 'no':
    case 'stop':
      return <Badge tone="alarm" icon={<IconBan size={14} stroke={2} aria-hidden />}>{t(`says.${says}`)}</Badge>
    case 'unsaid':
      return null
  }
}
