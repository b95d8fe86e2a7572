import { IconCircleCheck, IconCircleDashed, IconHandStop } from '@tabler/icons-react'
import type { ConsentState } from '../../shared/contract/consent.ts'
import { useWords } from '../i18n/i18n.ts'
import { Badge } from './badge.tsx'

const look = {
  none: { icon: IconCircleDashed, tone: 'neutral' },
  'opted-in': { icon: IconCircleCheck, tone: 'good' },
  'opted-out': { icon: IconHandStop, tone: 'alarm' },
} as const

/** What a person agreed to, for one purpose. `quiet` leaves out the coloured ground (long tables). */
export const ConsentBadge = ({ state, quiet = false }: { readonly state: ConsentState; readonly quiet?: boolean }) => {
  const t = useWords('ui')
  const { icon: Icon, tone } = look[state]
  return (
    <Badge tone={tone} quiet={quiet} icon={<Icon size={14} stroke={2} aria-hidden />}>
      {t(`consent.${state}`)}
    </Badge>
  )
}
