import { campaignsHandlers } from '../../electron/core/campaigns/api.ts'
import { allRecords, viewOf } from '../../electron/core/campaigns/queries.ts'
import { consentHandlers } from '../../electron/core/consent/api.ts'
import { contactsHandlers } from '../../electron/core/contacts/api.ts'
import type { Context } from '../../electron/core/context.ts'
import { reportsHandlers } from '../../electron/core/reports/api.ts'
import type { CallInput, CallName, CallOutput, Handlers } from '../../shared/contract/index.ts'
import { contract } from '../../shared/contract/index.ts'
import { unwrap, type Result } from '../../shared/result.ts'
import { rigNumber, startRig, type RigOptions } from './sending-rig.ts'

/** A sending rig with people in its book and campaigns on top, called as the window calls. */
export type CampaignRig = Awaited<ReturnType<typeof startCampaignRig>>

export const startCampaignRig = async (options: RigOptions = {}) => {
  const rig = await startRig(options)
  const closers: (() => void | Promise<void>)[] = []
  const context: Context = { ...rig.context, onClose: (run) => void closers.push(run) }
  const line = { provider: () => rig.provider() }
  const make = (): Partial<Handlers> => {
    const campaigns = campaignsHandlers(context, rig.sending(), line)
    return {
      ...contactsHandlers(context), ...consentHandlers(context), ...campaigns,
      ...reportsHandlers(context, () => rig.sending().waits(), {
        campaigns: () => allRecords(rig.db).map((record) => viewOf(rig.db, record, rig.clock.now())),
        pulse: () => rig.sending().pulse(), senders: () => [], secretMissing: () => false, consentEnding: () => Promise.resolve(0), recordsBroken: () => 0,
      }, () => rig.sending().wake()),
    }
  }
  let handlers = make()

  const ask = async <N extends CallName>(name: N, input: CallInput<N>): Promise<Result<CallOutput<N>>> => {
    const handler = handlers[name] as unknown as (input: unknown) => Promise<Result<CallOutput<N>>>
    return handler(contract[name].input.parse(input))
  }
  const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => unwrap(await ask(name, input))

  /** Adds a person who agreed to `purposes`. */
  const person = async (n: number, more: { firstName?: string; lastName?: string; custom?: Record<string, string>; purposes?: readonly ('marketing' | 'service')[] } = {}) => {
    const { purposes = ['marketing'], ...fields } = more
    const contact = await call('contacts.add', { number: rigNumber(n), ...fields })
    for (const purpose of purposes) {
      await call('consent.record', { number: contact.number, purpose, state: 'opted-in', method: 'paper', occurredAt: rig.clock.now() - 1000, disclosure: 'You agreed.', source: 'test' })
    }
    return contact
  }

  return {
    ...rig, context, ask, call, person,
    async restart() {
      for (const close of closers.splice(0)) await close()
      await rig.crash()
      handlers = make()
      rig.sending().start()
    },
    async end() {
      for (const close of closers) await close()
      await rig.end()
    },
  }
}
