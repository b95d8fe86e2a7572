import { seededRandom, silentLog } from '../../electron/core/environment.ts'
import { flawless, type Behaviour } from '../../electron/core/practice/behaviour.ts'
import { createPracticeCarrier, type PracticeCarrier, type PracticeCarrierOptions } from '../../electron/core/practice/carrier.ts'
import { createTwilioProvider, type TwilioOptions, type TwilioProvider } from '../../electron/core/provider/twilio.ts'
import { createFakeClock, type FakeClock } from './fake-clock.ts'

/** Monday 23 November 2026, 12:00 UTC. */
export const noon = Date.UTC(2026, 10, 23, 12)
export const shopNumber = '+12025550100'
export const tollFreeNumber = '+18005550199'
export const customer = '+12025550143'

export type Practice = { readonly clock: FakeClock; readonly carrier: PracticeCarrier; readonly provider: TwilioProvider; end(): Promise<void> }

/** A practice carrier on a clock that stands still, where everything arrives unless told otherwise, and an adapter to it. */
export const startPractice = async (options: Partial<PracticeCarrierOptions> & { behaviour?: Partial<Behaviour>; provider?: Partial<TwilioOptions> } = {}): Promise<Practice> => {
  const { provider: providerOptions, behaviour, ...rest } = options
  const clock = createFakeClock(noon)
  const carrier = createPracticeCarrier({ file: ':memory:', clock, random: seededRandom(7), log: silentLog, behaviour: { ...flawless, ...behaviour }, ...rest })
  await carrier.start()
  const provider = createTwilioProvider({ accountSid: carrier.accountSid, authToken: carrier.authToken, baseUrl: carrier.url }, { log: silentLog, ...providerOptions })
  return { clock, carrier, provider, end: async () => { await provider.close(); await carrier.stop() } }
}

/** A bare call, past the adapter: for what the adapter never asks. */
export const rawCall = async (carrier: PracticeCarrier, method: string, path: string, form: Record<string, string> | readonly (readonly [string, string])[] = {}, token = carrier.authToken) => {
  const answer = await fetch(`${carrier.url}${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${carrier.accountSid}:${token}`).toString('base64')}` },
    ...(method === 'POST' ? { body: new URLSearchParams(form as Record<string, string>) } : {}),
  })
  const text = await answer.text()
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> & { readonly code?: number; readonly sid?: string } }
}
