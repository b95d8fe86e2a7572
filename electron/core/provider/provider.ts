/** What the send queue needs of a carrier account. Twilio is the one implementation; practice speaks the same wire. */

/** How an error code is to be handled; see provider/error-codes.ts. */
export type ErrorClass =
  | 'opt-out'
  | 'recipient-permanent'
  | 'sender-config'
  | 'account-stop'
  | 'rate'
  | 'retry-later'
  | 'content'
  | 'ambiguous'
  | 'request-bug'

export type ProviderRefusal = {
  readonly httpStatus: number
  /** The provider's error code, 0 when it gave none. */
  readonly code: number
  readonly message: string
  readonly class: ErrorClass
}

/** What is known after trying to send. Only 'unknown' may have left without our hearing of it. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly message: ProviderMessage }
  | { readonly kind: 'refused'; readonly refusal: ProviderRefusal }
  /**
   * 429: never processed, safe to repeat. `retryAfterMs` when the provider named one. A 429 whose code says that a
   * queue is full or a limit spent (21611, 63038 …) is `refused` with class 'rate': a short wait would not help.
   */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  /** No connection was ever made, so nothing left this computer. */
  | { readonly kind: 'offline'; readonly cause: string }
  /** 5xx, time-out, dropped connection: look in the list before doing anything. */
  | { readonly kind: 'unknown'; readonly cause: string }

/** The answer of every call but `send`. */
export type ProviderAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: ProviderRefusal }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | null }
  | { readonly kind: 'offline'; readonly cause: string }
  | { readonly kind: 'failed'; readonly cause: string }

export type OutgoingMessage = {
  /** E.164. */
  readonly to: string
  /** E.164, a short code, an alphanumeric sender, or a Messaging Service SID ("MG…"). */
  readonly from: string
  /** At most 1,600 characters. */
  readonly body: string
  readonly smartEncoded: boolean
  /** 1–36,000 s; left out, the provider keeps trying for its own maximum. */
  readonly validitySeconds?: number
}

/** Twilio's message statuses, https://www.twilio.com/docs/messaging/api/message-resource#message-status-values */
export type ProviderStatus =
  | 'accepted' | 'scheduled' | 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'canceled'
  | 'read' | 'partially_delivered' | 'receiving' | 'received'

export type ProviderMessage = {
  readonly sid: string
  readonly direction: 'outbound' | 'inbound'
  readonly to: string
  readonly from: string
  readonly messagingServiceSid: string | null
  readonly body: string
  readonly status: ProviderStatus
  /** 0 while a Messaging Service has not decided. */
  readonly segments: number
  /** Micro-units, positive; null until the provider has priced it. */
  readonly priceMicros: number | null
  readonly currency: string
  readonly errorCode: number | null
  readonly createdAt: number
  readonly sentAt: number | null
  readonly updatedAt: number
  readonly mediaCount: number
}

export type ListFilter = {
  readonly to?: string
  readonly from?: string
  /** By the day the message was *sent*, UTC; an unsent message may lack it. Milliseconds. */
  readonly sentAfter?: number
  readonly sentBefore?: number
  /** 1–1,000. */
  readonly pageSize?: number
}

/** `next` is handed back to `listPage` as it is; null at the end. Newest first. */
export type MessagePage = { readonly messages: readonly ProviderMessage[]; readonly next: string | null }

export type ProviderNumber = {
  readonly sid: string
  /** E.164 or short code. */
  readonly number: string
  readonly name: string
  readonly sms: boolean
  readonly mms: boolean
}

export type ProviderAccount = {
  readonly sid: string
  readonly name: string
  readonly status: 'active' | 'suspended' | 'closed'
  readonly trial: boolean
}

export type CountryPrice = {
  readonly country: string
  /** Per outbound segment from a long code, micro-units. The dearest carrier's where they differ. */
  readonly segmentMicros: number
  readonly currency: string
}

/** A file that came with a message. */
export type ProviderMedia = { readonly sid: string; readonly contentType: string }

export type Provider = {
  account(): Promise<ProviderAnswer<ProviderAccount>>
  balance(): Promise<ProviderAnswer<{ readonly micros: number; readonly currency: string }>>
  numbers(): Promise<ProviderAnswer<readonly ProviderNumber[]>>
  price(country: string): Promise<ProviderAnswer<CountryPrice>>
  send(message: OutgoingMessage): Promise<SendOutcome>
  fetch(sid: string): Promise<ProviderAnswer<ProviderMessage>>
  /** The first page of a filter, or the page a former answer's `next` names. */
  list(filter: ListFilter | { readonly next: string }): Promise<ProviderAnswer<MessagePage>>
  /** The files that came with a message, in their order; at most ten. */
  media(messageSid: string): Promise<ProviderAnswer<readonly ProviderMedia[]>>
  /** One of them; 'too-large' when it has more than `maxBytes`. */
  download(messageSid: string, mediaSid: string, maxBytes: number): Promise<ProviderAnswer<{ readonly contentType: string; readonly data: Buffer } | 'too-large'>>
  /** Takes the words out of a message at the provider for good; everything else of it stays. Refused before it came to its end. */
  redact(sid: string): Promise<ProviderAnswer<null>>
  /** Removes a file of a message there for good. */
  removeMedia(messageSid: string, mediaSid: string): Promise<ProviderAnswer<null>>
  /** Ends open connections. */
  close(): Promise<void>
}

export type ProviderCredentials = {
  readonly accountSid: string
  readonly authToken: string
  /** Another server that speaks Twilio's API (the practice carrier); every Twilio host is sent there. */
  readonly baseUrl?: string
}
