import http from 'node:http'
import https from 'node:https'
import type { ProviderAnswer, ProviderCredentials } from './provider.ts'

/** Fetches a file that came with a message. The credentials go to the account's own server, never where that one points. */

export type Media = { readonly contentType: string; readonly data: Buffer }
export type MediaAnswer = ProviderAnswer<Media | 'too-large'>

const TIMEOUT_MS = 30_000
const MOST_HOPS = 3
/** Where Twilio keeps media: its own hosts, and the storage it signs addresses for. */
const KEEPERS = /(^|\.)(twilio\.com|twiliocdn\.com|amazonaws\.com)$/

type Step = { readonly kind: 'redirect'; readonly to: string } | { readonly kind: 'answer'; readonly answer: MediaAnswer }

const refused = (httpStatus: number): MediaAnswer => ({
  kind: 'refused', refusal: { httpStatus, code: httpStatus === 404 ? 20404 : 0, message: `HTTP ${String(httpStatus)}`, class: httpStatus === 404 || httpStatus === 410 ? 'content' : 'request-bug' },
})

const step = (url: URL, authorization: string | null, maxBytes: number): Promise<Step> =>
  new Promise((resolve) => {
    const finish = (answer: MediaAnswer): void => resolve({ kind: 'answer', answer })
    const request = (url.protocol === 'http:' ? http : https).get(url, { timeout: TIMEOUT_MS, headers: authorization === null ? {} : { Authorization: authorization } }, (response) => {
      const { statusCode = 0, headers } = response
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
        response.resume()
        return resolve({ kind: 'redirect', to: headers.location })
      }
      if (statusCode !== 200) {
        response.resume()
        if (statusCode === 429) return finish({ kind: 'throttled', retryAfterMs: null })
        return finish(statusCode >= 500 ? { kind: 'failed', cause: `http-${String(statusCode)}` } : refused(statusCode))
      }
      const pieces: Buffer[] = []
      let bytes = 0
      if (Number(headers['content-length'] ?? 0) > maxBytes) {
        response.destroy()
        return finish({ kind: 'ok', value: 'too-large' })
      }
      response.on('data', (piece: Buffer) => {
        bytes += piece.length
        if (bytes <= maxBytes) return void pieces.push(piece)
        response.destroy()
        finish({ kind: 'ok', value: 'too-large' })
      })
      response.on('end', () => {
        // A connection that ends early is an end too.
        if (response.complete) finish({ kind: 'ok', value: { contentType: String(headers['content-type'] ?? ''), data: Buffer.concat(pieces) } })
        else finish({ kind: 'failed', cause: 'cut-off' })
      })
      response.on('error', () => finish({ kind: 'failed', cause: 'cut-off' }))
    })
    request.on('timeout', () => request.destroy(new Error('timeout')))
    request.on('error', (error) => {
      const { code, syscall } = error as NodeJS.ErrnoException
      finish(syscall === 'connect' || syscall === 'getaddrinfo' ? { kind: 'offline', cause: code ?? 'no-answer' } : { kind: 'failed', cause: code ?? 'no-answer' })
    })
  })

/** At most `maxBytes`; follows the addresses Twilio gives, without the credentials and only where it keeps media. Never throws. */
export const downloadMedia = async (credentials: ProviderCredentials, messageSid: string, mediaSid: string, maxBytes: number): Promise<MediaAnswer> => {
  if (!/^(SM|MM)[0-9a-fA-F]{32}$/.test(messageSid) || !/^ME[0-9a-fA-F]{32}$/.test(mediaSid)) return refused(404)
  const base = new URL(credentials.baseUrl ?? 'https://api.twilio.com')
  let url = new URL(`/2010-04-01/Accounts/${credentials.accountSid}/Messages/${messageSid}/Media/${mediaSid}`, base)
  let authorization: string | null = `Basic ${Buffer.from(`${credentials.accountSid}:${credentials.authToken}`).toString('base64')}`
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const taken = await step(url, authorization, maxBytes)
    if (taken.kind === 'answer') return taken.answer
    try {
      url = new URL(taken.to, url)
    } catch {
      return { kind: 'failed', cause: 'foreign-address' }
    }
    if (url.protocol !== 'https:' || !KEEPERS.test(url.hostname)) return { kind: 'failed', cause: 'foreign-address' }
    authorization = null
  }
  return { kind: 'failed', cause: 'too-many-addresses' }
}
