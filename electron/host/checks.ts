import { contract, type CallName } from '../../shared/contract/index.ts'
import { err, type Err } from '../../shared/result.ts'

/** Whether `name` is a call of the contract, and not something every object has. */
export const isCallName = (name: unknown): name is CallName => typeof name === 'string' && Object.hasOwn(contract, name)

/** What a host answers to a name that is not in the contract. */
export const unknownCall = (): Err => err('unknown-call', 'Deskbell does not know what it was asked for. Restart it; nothing was changed.')

/** The address, when it may be shown in the person's own browser: https, no user name or password in it. Else null. */
export const externalAddress = (address: unknown): string | null => {
  if (typeof address !== 'string' || address.length > 2048) return null
  try {
    const url = new URL(address)
    return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null
  } catch {
    return null
  }
}
