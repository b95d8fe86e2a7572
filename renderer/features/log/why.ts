/** Why a message stands where it stands, in a few words. */
import type { HoldReason, MessageRow, SkipReason } from '../../../shared/contract/messages.ts'
import { deliveryReason } from '../../../shared/messages/delivery-reasons.ts'
import { useFormat } from '../../i18n/format.ts'
import { languageNow, useWords } from '../../i18n/i18n.ts'

const holds = ['countdown', 'scheduled', 'paused', 'waiting-for-network', 'sender-limit', 'sender-paused', 'account-stopped', 'retry-later', 'outside-hours', 'too-often', 'daily-cap', 'over-daily-cap', 'sender-removed'] as const satisfies readonly HoldReason[]
const skips = ['opted-out', 'no-consent', 'contact-removed', 'expired', 'unreachable', 'suspended', 'record-broken'] as const satisfies readonly SkipReason[]
const notes = ['restart', 'never-arrived', 'retry'] as const

const isOneOf = <T extends string>(all: readonly T[], text: string): text is T => (all as readonly string[]).includes(text)

/** Beside the badge, which names what it waits for: until when, or what settles it; '' when the name says it all. */
export const useUntil = () => {
  const t = useWords('log')
  const format = useFormat()
  return ({ hold, until, dueAt }: Pick<MessageRow, 'hold' | 'until' | 'dueAt'>): string => (hold === null ? '' : t(`until.${hold}`, { when: format.soon(until ?? dueAt, Date.now()) }))
}

/** For the table's cell: the reason of what failed or was left out, until when the rest waits; '' for what is on its way. */
export const useWhy = () => {
  const ui = useWords('ui')
  const until = useUntil()
  return (row: MessageRow): string => {
    switch (row.status) {
      case 'failed':
      case 'undelivered':
        return deliveryReason(row.errorCode, languageNow()).title
      case 'skipped':
        return row.skip === null ? '' : ui(`skip.${row.skip}`)
      case 'queued':
        return until(row)
      case 'sending':
      case 'accepted':
      case 'sent':
      case 'delivered':
      case 'canceled':
      case 'unknown':
        return ''
    }
  }
}

/** For a line of the history: what core noted beside a status. */
export const useDetailWords = () => {
  const ui = useWords('ui')
  return (detail: string | null): string => {
    if (detail === null || detail === '') return ''
    if (isOneOf(holds, detail)) return ui(`hold.${detail}`)
    if (isOneOf(skips, detail)) return ui(`skip.${detail}`)
    if (isOneOf(notes, detail)) return ui(`note.${detail}`)
    return /^\d+$/.test(detail) ? deliveryReason(Number(detail), languageNow()).title : ''
  }
}
