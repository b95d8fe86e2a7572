/** The practice carrier in a process of its own, so that what it accepted survives whatever is killed. Talks over IPC. */
import { scaledClock, seededRandom, silentLog } from '../../electron/core/environment.ts'
import { flawless } from '../../electron/core/practice/behaviour.ts'
import { createPracticeCarrier } from '../../electron/core/practice/carrier.ts'
import type { Fault, FaultPlan } from '../../electron/core/practice/faults.ts'

export type CarrierSetup = { readonly file: string; readonly speed: number; readonly origin: number; readonly seed: number }
export type ToCarrier = { readonly kind: 'setup'; readonly setup: CarrierSetup } | { readonly kind: 'ambush' } | { readonly kind: 'calm' } | { readonly kind: 'accepted' }
export type FromCarrier =
  | { readonly kind: 'ready'; readonly url: string; readonly accountSid: string; readonly authToken: string }
  /** A message was just accepted and its answer is withheld: the moment to kill. */
  | { readonly kind: 'accepted-unanswered' }
  | { readonly kind: 'accepted'; readonly messages: readonly { readonly to: string; readonly body: string }[] }

const tell = (message: FromCarrier): void => void process.send!(message)

const start = async ({ file, speed, origin, seed }: CarrierSetup) => {
  const random = seededRandom(seed)
  let ambush = false
  let calm = false
  /** About one request in eight meets something. */
  const chance = (): Fault | null => {
    if (calm) return null
    const dice = random()
    if (dice < 0.03) return random() < 0.5 ? { kind: 'throttle' } : { kind: 'throttle', retryAfter: 1 }
    if (dice < 0.05) return { kind: 'error', status: 500, accept: true }
    if (dice < 0.06) return { kind: 'error', status: 503, accept: false }
    if (dice < 0.075) return { kind: 'reset', accept: true }
    if (dice < 0.085) return { kind: 'reset', accept: false }
    if (dice < 0.09) return { kind: 'hang', accept: random() < 0.5 }
    if (dice < 0.12) return { kind: 'late-list', ms: Math.round(random() * 45_000) }
    return null
  }
  const faults: FaultPlan = ({ operation }) => {
    if (operation === 'list') return !calm && random() < 0.02 ? { kind: 'error', status: 500, accept: false } : null
    if (operation !== 'create') return null
    if (!ambush) return chance()
    ambush = false
    setImmediate(() => tell({ kind: 'accepted-unanswered' }))
    return { kind: 'hang', accept: true }
  }
  const carrier = createPracticeCarrier({ file, clock: scaledClock(speed, origin), random, log: silentLog, behaviour: flawless, faults })
  await carrier.start()
  tell({ kind: 'ready', url: carrier.url, accountSid: carrier.accountSid, authToken: carrier.authToken })
  process.on('message', (message: ToCarrier) => {
    if (message.kind === 'ambush') ambush = true
    if (message.kind === 'calm') calm = true
    if (message.kind === 'accepted') tell({ kind: 'accepted', messages: carrier.accepted().map(({ to_number: to, body }) => ({ to, body })) })
  })
}

process.once('message', (message: ToCarrier) => {
  if (message.kind === 'setup') void start(message.setup)
})
