import {
  IconBan, IconCheck, IconChecks, IconCircleX, IconClock, IconHelp, IconMailX, IconPlayerPause, IconSend, IconUserOff, IconUpload, IconCalendar, IconPencil, IconHourglass, type Icon,
} from '@tabler/icons-react'
import type { CampaignState } from '../../shared/contract/campaigns.ts'
import type { HoldReason, MessageStatus } from '../../shared/contract/messages.ts'
import { useWords } from '../i18n/i18n.ts'
import { Badge, type Tone } from './badge.tsx'

/** Each state of a message has its icon, its word and its colour, the same everywhere. */
export const statusLook: Readonly<Record<MessageStatus, { readonly icon: Icon; readonly tone: Tone }>> = {
  queued: { icon: IconClock, tone: 'neutral' },
  sending: { icon: IconUpload, tone: 'wait' },
  accepted: { icon: IconSend, tone: 'wait' },
  sent: { icon: IconCheck, tone: 'wait' },
  delivered: { icon: IconChecks, tone: 'good' },
  undelivered: { icon: IconMailX, tone: 'alarm' },
  failed: { icon: IconCircleX, tone: 'alarm' },
  canceled: { icon: IconBan, tone: 'neutral' },
  skipped: { icon: IconUserOff, tone: 'neutral' },
  unknown: { icon: IconHelp, tone: 'accent' },
}

/** A message's status; a held one says why it waits. */
export const StatusBadge = ({ status, hold = null }: { readonly status: MessageStatus; readonly hold?: HoldReason | null }) => {
  const t = useWords('ui')
  const { icon: Icon, tone } = statusLook[status]
  const word = status === 'queued' && hold !== null ? t(`hold.${hold}`) : t(`status.${status}`)
  return (
    <Badge tone={tone} icon={<Icon size={14} stroke={2} aria-hidden />} title={t(`statusHelp.${status}`)}>
      {word}
    </Badge>
  )
}

const campaignLook: Readonly<Record<CampaignState, { readonly icon: Icon; readonly tone: Tone }>> = {
  draft: { icon: IconPencil, tone: 'neutral' },
  'counting-down': { icon: IconHourglass, tone: 'accent' },
  scheduled: { icon: IconCalendar, tone: 'wait' },
  sending: { icon: IconSend, tone: 'wait' },
  paused: { icon: IconPlayerPause, tone: 'accent' },
  done: { icon: IconChecks, tone: 'good' },
  canceled: { icon: IconBan, tone: 'neutral' },
}

/** A campaign's state. */
export const CampaignBadge = ({ state }: { readonly state: CampaignState }) => {
  const t = useWords('ui')
  const { icon: Icon, tone } = campaignLook[state]
  return (
    <Badge tone={tone} icon={<Icon size={14} stroke={2} aria-hidden />}>
      {t(`campaignState.${state}`)}
    </Badge>
  )
}
