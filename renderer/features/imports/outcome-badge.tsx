import { IconCircleCheck, IconCircleX, IconCopy, IconEqual, IconUserPlus, type Icon } from '@tabler/icons-react'
import type { RowOutcome } from '../../../shared/contract/imports.ts'
import { useWords } from '../../i18n/i18n.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

const look: Readonly<Record<RowOutcome, { readonly icon: Icon; readonly tone: Tone }>> = {
  created: { icon: IconUserPlus, tone: 'good' },
  updated: { icon: IconCircleCheck, tone: 'wait' },
  unchanged: { icon: IconEqual, tone: 'neutral' },
  duplicate: { icon: IconCopy, tone: 'neutral' },
  rejected: { icon: IconCircleX, tone: 'alarm' },
}

/** What becomes of a row. */
export const OutcomeBadge = ({ outcome }: { readonly outcome: RowOutcome }) => {
  const t = useWords('imports')
  const { icon: Icon, tone } = look[outcome]
  return <Badge tone={tone} icon={<Icon size={14} stroke={2} aria-hidden />}>{t(`outcomes.${outcome}`)}</Badge>
}
