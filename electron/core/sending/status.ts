import type { MessageStatus } from '../../../shared/contract/messages.ts'
import type { ProviderStatus } from '../provider/provider.ts'

/** What a provider's status means in a message's life (DESIGN.md). */
export const statusFrom = (status: ProviderStatus): MessageStatus => {
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
      return 'accepted'
    case 'sent':
      return 'sent'
    case 'delivered':
    case 'read':
    case 'partially_delivered':
      return 'delivered'
    case 'undelivered':
      return 'undelivered'
    case 'failed':
      return 'failed'
    case 'canceled':
      return 'canceled'
    case 'receiving':
    case 'received':
      return 'accepted'
  }
}

const ranks: Readonly<Record<MessageStatus, number>> = {
  queued: 0, sending: 1, unknown: 2, accepted: 3, sent: 4, delivered: 5, undelivered: 5, failed: 5, canceled: 5, skipped: 5,
}

/** True when `next` is further on than `current`: statuses never go backwards, whatever order they arrive in. */
export const isForward = (current: MessageStatus, next: MessageStatus): boolean => ranks[next] > ranks[current]

/** True when nothing more is expected of a message. */
export const isSettled = (status: MessageStatus): boolean => ranks[status] === 5
