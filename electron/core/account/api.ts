import type { HandlersOf } from '../../../shared/contract/index.ts'
import type { Account } from '../../../shared/contract/account.ts'
import type { Mode } from '../../../shared/contract/settings.ts'
import type { ProblemCode, ProblemParams } from '../../../shared/messages/problems.ts'
import { ok, type Err, type Result } from '../../../shared/result.ts'
import type { Log, Vault } from '../environment.ts'
import type { Provider, ProviderAnswer, ProviderCredentials, ProviderNumber } from '../provider/provider.ts'
import type { Desk, DeskAccount } from '../settings/desk-file.ts'
import type { OpenLine } from './open-line.ts'

/** The secret's name in the vault. */
export const secretName = 'twilio-auth-token'

/** What the account's calls need of the roof: they work whether or not a book is open. */
export type AccountRoof = {
  readonly vault: Vault
  readonly log: Log
  desk(): Desk
  /** The live account: the one connected, or the one a development build was given. */
  account(): DeskAccount | null
  secretKnown(): Promise<boolean>
  line(): OpenLine | null
  /** Messages on their way out now. */
  busy(): number
  connect(credentials: ProviderCredentials): Promise<Provider>
  /** Where live credentials are checked; undefined is Twilio itself. */
  readonly baseUrl: string | undefined
  /**
   * Closes the open book, writes `change` down, opens the book of the mode then wanted and gives its senders
   * `numbers`. Refuses with 'account-busy' while messages are on their way.
   */
  turn(change: Partial<Desk>, numbers?: readonly ProviderNumber[]): Promise<Err | null>
  problem(code: ProblemCode, params?: ProblemParams, field?: string): Err
}

type Call = <T>(answer: ProviderAnswer<T>) => Err | null

export const accountHandlers = (roof: AccountRoof): HandlersOf<'account'> => {
  const { problem } = roof

  const view = async (): Promise<Result<Account>> => {
    const account = roof.account()
    const line = roof.line()
    return ok({
      mode: roof.desk().mode,
      connected: account === null ? null : { name: account.name, sidEnd: account.sid.slice(-4), trial: account.trial },
      // With no account nothing is missing.
      secretKnown: account === null || (await roof.secretKnown()),
      network: line?.network() ?? 'unknown',
      balance: line?.balance() ?? null,
    })
  }

  const refusal: Call = (answer) => {
    switch (answer.kind) {
      case 'ok':
        return null
      case 'refused':
        return answer.refusal.httpStatus === 401 || answer.refusal.code === 20003 || answer.refusal.httpStatus === 404
          ? problem('account-wrong-secret')
          : problem('account-refused', { detail: answer.refusal.message })
      case 'throttled':
      case 'offline':
      case 'failed':
        return problem('account-unreachable')
    }
  }

  /** Asks with the credentials who they belong to and what they may send from. */
  const check = async (credentials: ProviderCredentials): Promise<Result<{ account: DeskAccount; numbers: readonly ProviderNumber[] }>> => {
    const provider = await roof.connect(credentials)
    try {
      const account = await provider.account()
      if (account.kind !== 'ok') return refusal(account)!
      const { status, name, trial } = account.value
      if (status !== 'active') return problem('account-not-active', { status })
      const numbers = await provider.numbers()
      if (numbers.kind !== 'ok') return refusal(numbers)!
      return ok({ account: { sid: credentials.accountSid, name, trial }, numbers: numbers.value })
    } finally {
      await provider.close()
    }
  }

  /** Null when kept. */
  const keepSecret = async (secret: string): Promise<Err | null> => {
    if (roof.vault.kind === 'none') return problem('account-vault')
    try {
      await roof.vault.set(secretName, secret)
      return null
    } catch (cause) {
      roof.log.warn('account.vault-refused', { cause: String(cause) })
      return problem('account-vault')
    }
  }

  const turnTo = async (mode: Mode): Promise<Result<Account>> => {
    if (mode === 'live' && roof.account() === null) return problem('account-missing')
    if (mode !== roof.desk().mode) {
      const refused = await roof.turn({ mode })
      if (refused !== null) return refused
    }
    return view()
  }

  return {
    'account.get': view,

    async 'account.connect'({ accountSid, authToken }) {
      if (roof.busy() > 0) return problem('account-busy')
      const checked = await check({ accountSid, authToken, ...(roof.baseUrl === undefined ? {} : { baseUrl: roof.baseUrl }) })
      if (!checked.ok) return checked
      const before = await roof.vault.get(secretName).catch(() => null)
      const unkept = await keepSecret(authToken)
      if (unkept !== null) return unkept
      // Connecting is the other way to end the first run, once the business has a name.
      const firstRunDone = roof.desk().firstRunDone || roof.desk().businessName !== ''
      const refused = await roof.turn({ mode: 'live', account: checked.value.account, firstRunDone }, checked.value.numbers)
      if (refused !== null) {
        // Messages began to leave meanwhile: the account in use must keep its own secret.
        if (before === null) await roof.vault.remove(secretName)
        else await roof.vault.set(secretName, before)
        return refused
      }
      return view()
    },

    async 'account.disconnect'() {
      const refused = await roof.turn({ mode: 'practice', account: null })
      if (refused !== null) return refused
      await roof.vault.remove(secretName)
      return view()
    },

    'account.switchMode': ({ mode }) => turnTo(mode),
  }
}
