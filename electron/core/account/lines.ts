import { existsSync, renameSync } from 'node:fs'
import type { Clock, Log, Vault } from '../environment.ts'
import type { Provider, ProviderCredentials } from '../provider/provider.ts'
import { createTwilioProvider } from '../provider/twilio.ts'
import { spawnPracticeCarrier } from '../practice/spawn.ts'
import { workerUrl } from '../threads/worker-url.ts'
import type { DeskAccount } from '../settings/desk-file.ts'
import { secretName } from './api.ts'

/** A running practice carrier, wherever it runs. */
export type RunningCarrier = { readonly url: string; readonly accountSid: string; readonly authToken: string; stop(): Promise<void> }

export type CarrierPlace = { readonly file: string; readonly speed: number; readonly seed: number | undefined; readonly nativeBinding: string | undefined }

export type PracticeOptions = {
  /** How much faster than life the practice carrier's clock runs; default 1. */
  readonly speed?: number
  /** Repeats what becomes of messages. */
  readonly seed?: number
  /** A carrier in this thread in the place of the worker: for tests. */
  readonly inProcess?: (place: CarrierPlace) => Promise<RunningCarrier>
}

/** Another server than Twilio's own for the live account: for development. */
export type ProviderOverride = { readonly baseUrl: string; readonly accountSid: string; readonly authToken: string }

type Way = { credentials(): Promise<ProviderCredentials | null>; release(): Promise<void> }

/** The practice carrier, started when its credentials are first wanted. */
export const practiceWay = (file: string, practice: PracticeOptions, nativeBinding: string | undefined, log: Log): Way => {
  let carrier: RunningCarrier | null = null
  const { speed = 1, seed } = practice
  const comeUp = (): Promise<RunningCarrier> =>
    practice.inProcess
      ? practice.inProcess({ file, speed, seed, nativeBinding })
      : spawnPracticeCarrier({
          file, speed, log, workerUrl: workerUrl('practice/practice-worker'),
          ...(seed === undefined ? {} : { seed }), ...(nativeBinding === undefined ? {} : { nativeBinding }),
        })
  return {
    async credentials() {
      try {
        carrier = await comeUp()
      } catch (cause) {
        if (!/malformed|not a database|corrupt/i.test(String(cause))) throw cause
        // Nothing of it is anybody's: a new carrier knows the same people.
        log.warn('practice.carrier-put-aside', { cause: String(cause) })
        for (const ending of ['', '-wal', '-shm']) if (existsSync(file + ending)) renameSync(file + ending, `${file}.broken${ending}`)
        carrier = await comeUp()
      }
      const { url, accountSid, authToken } = carrier
      return { accountSid, authToken, baseUrl: url }
    },
    async release() {
      await carrier?.stop()
      carrier = null
    },
  }
}

/** The live account: the secret from the vault, or what a development build was given. */
export const liveWay = (account: () => DeskAccount | null, vault: Vault, override: ProviderOverride | undefined): Way => ({
  async credentials() {
    const connected = account()
    if (connected === null) return null
    const authToken = await liveSecret(connected, vault, override)
    if (authToken === null) return null
    return { accountSid: connected.sid, authToken, ...(override === undefined ? {} : { baseUrl: override.baseUrl }) }
  },
  release: () => Promise.resolve(),
})

export const liveSecret = async (account: DeskAccount, vault: Vault, override: ProviderOverride | undefined): Promise<string | null> =>
  (await vault.get(secretName)) ?? (override?.accountSid === account.sid ? override.authToken : null)

/** The one adapter, for both ways. */
export const connector = (clock: Clock, log: Log) => (credentials: ProviderCredentials): Promise<Provider> =>
  Promise.resolve(createTwilioProvider(credentials, { log, now: () => clock.now() }))
