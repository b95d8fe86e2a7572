import type { Account } from '../../../shared/contract/account.ts'
import type { Money } from '../../../shared/money.ts'
import type { Clock, Log } from '../environment.ts'
import type { Provider, ProviderCredentials } from '../provider/provider.ts'
import type { Line } from '../sending/line.ts'
import { watchNetwork } from './network.ts'

export type OpenLine = Line & {
  /** Resolves when the attempt to come up is over, whatever came of it. */
  ready(): Promise<void>
  /** Tries again where there is no provider yet. */
  retry(): void
  /** There is an account, or should be, but nothing to prove it with. */
  secretMissing(): boolean
  network(): Account['network']
  /** As last heard; asks again in the background when that is a minute old. */
  balance(): Money | null
  close(): Promise<void>
}

export type LineOptions = {
  /** Starts the practice carrier, or reads the vault. Null: no account, or its secret is not known. */
  readonly credentials: () => Promise<ProviderCredentials | null>
  readonly connect: (credentials: ProviderCredentials) => Promise<Provider>
  /** Ends what `credentials` started. */
  readonly release: () => Promise<void>
  /** The provider came up: once per line. */
  readonly onUp: (provider: Provider) => void
  /** The network came or went, or the balance is another. */
  readonly onChange: (what: 'online' | 'offline' | 'balance') => void
  readonly clock: Clock
  readonly log: Log
}

const balanceAgeMs = 60_000
const patienceMs = 3_000

/** Brings the way out up in the background: opening a book never waits for a carrier, a vault or the network. */
export const openLine = (options: LineOptions): OpenLine => {
  const { clock, log } = options
  let provider: Provider | null = null
  let network: Account['network'] = 'unknown'
  let balance: Money | null = null
  let askedAt = -Infinity
  let closed = false
  let missing = false

  const heard = (online: boolean): void => {
    const next = online ? 'online' : 'offline'
    if (network === next) return
    network = next
    if (!closed) options.onChange(next)
  }
  const comeUp = async (): Promise<void> => {
    try {
      const credentials = await options.credentials()
      missing = credentials === null
      if (closed) return await options.release()
      if (credentials === null) return
      const connected = watchNetwork(await options.connect(credentials), heard)
      provider = connected
      options.onUp(connected)
    } catch (cause) {
      log.error('account.line-failed', { cause: String(cause) })
    }
  }
  let coming = comeUp()
  let under = true
  const settle = (): void => void coming.finally(() => (under = false))
  settle()

  const askBalance = async (from: Provider): Promise<void> => {
    askedAt = clock.monotonic()
    const answer = await from.balance()
    if (answer.kind !== 'ok' || closed) return
    const changed = balance?.micros !== answer.value.micros || balance.currency !== answer.value.currency
    balance = answer.value
    if (changed) options.onChange('balance')
  }

  return {
    provider: () => (closed ? null : provider),
    ready: () => coming,
    retry() {
      if (closed || under || provider !== null) return
      under = true
      coming = comeUp()
      settle()
    },
    secretMissing: () => missing,
    network: () => network,
    balance() {
      if (provider !== null && !closed && clock.monotonic() - askedAt > balanceAgeMs) {
        askBalance(provider).catch((cause: unknown) => log.warn('account.balance-failed', { cause: String(cause) }))
      }
      return balance
    },
    async close() {
      closed = true
      // A vault may be waiting for somebody to type a password: then what comes up late is put away when it does.
      await new Promise<void>((resolve) => {
        const timer = clock.after(patienceMs, resolve)
        void coming.finally(() => {
          timer.cancel()
          resolve()
        })
      })
      await provider?.close()
      provider = null
      await options.release()
    },
  }
}
