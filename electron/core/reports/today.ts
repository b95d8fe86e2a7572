import type { Campaign } from '../../../shared/contract/campaigns.ts'
import type { NeedsPerson, Today } from '../../../shared/contract/today.ts'
import type { Pulse } from '../../../shared/contract/messages.ts'
import type { Language } from '../../../shared/contract/common.ts'
import type { Sender } from '../../../shared/contract/account.ts'
import { bookCounts } from '../contacts/counts.ts'
import { consentCounts } from '../consent/counts.ts'
import { countSuspended } from '../consent/suspensions.ts'
import type { Context } from '../context.ts'
import { logSince } from '../sending/log.ts'

/** What other capabilities tell of their state; handed in by core. */
export type TodaySources = {
  /** Newest first. */
  campaigns(): readonly Campaign[]
  pulse(): Pulse
  senders(): readonly Sender[]
  secretMissing(): boolean
  /** People whose implied consent ends within thirty days. */
  consentEnding(): Promise<number>
  /** Consent records found not to be as they were written, that the owner does not know of yet. */
  recordsBroken(): number
}

const DAY_MS = 24 * 3_600_000
const RECENT = 5
/** A campaign in which more than this share failed wants a look; small ones are left to the log. */
const FAILED_SHARE = 0.2
const FAILED_LEAST = 5

/** The first screen, read at once. */
export const readToday = async (context: Context, sources: TodaySources): Promise<Today> => {
  const ending = await sources.consentEnding()
  const { db, clock } = context
  const since = clock.now() - DAY_MS
  const campaigns = sources.campaigns()
  const log = logSince(db, since)
  const book = bookCounts(db)
  const consent = consentCounts(db, since, book.contacts)
  const active = campaigns.filter(({ state }) => state === 'counting-down' || state === 'scheduled' || state === 'sending' || state === 'paused')
  const recent = campaigns.filter(({ state }) => state === 'done' || state === 'canceled').slice(0, RECENT)
  return {
    ...book,
    optedIn: consent.optedIn,
    optedOut: consent.optedOut,
    sent24h: log.sent,
    delivered24h: log.delivered,
    failed24h: log.failed,
    stops24h: consent.stopsSince,
    active: [...active].sort((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0)),
    recent,
    needs: needsOf(sources, recent, { ending, stops: countSuspended(db) }, context.settings().language),
  }
}

const needsOf = (sources: TodaySources, recent: readonly Campaign[], { ending, stops }: { readonly ending: number; readonly stops: number }, language: Language): readonly NeedsPerson[] => {
  const needs: NeedsPerson[] = []
  const pulse = sources.pulse()
  const say = words[language]
  if (sources.secretMissing()) needs.push({ kind: 'secret-missing', text: say.secretMissing, campaignId: null })
  else if (pulse.state === 'stopped' && pulse.reason !== null) needs.push({ kind: 'account-stopped', text: pulse.reason, campaignId: null })
  else if (pulse.state === 'paused' && pulse.reason !== null) needs.push({ kind: 'queue-restored', text: pulse.reason, campaignId: null })
  if (stops > 0) needs.push({ kind: 'stops-to-decide', text: say.stops(stops), campaignId: null })
  const broken = sources.recordsBroken()
  if (broken > 0) needs.push({ kind: 'records-broken', text: say.recordsBroken(broken), campaignId: null })
  for (const sender of sources.senders()) {
    if (sender.pausedBy === 'error') needs.push({ kind: 'sender-paused', text: `${sender.name}: ${sender.pausedReason}`, campaignId: null })
  }
  if (pulse.unknown > 0) needs.push({ kind: 'unknown-messages', text: say.unknown(pulse.unknown), campaignId: null })
  for (const { id, name, counts } of recent) {
    const failed = counts.failed + counts.undelivered
    if (failed >= FAILED_LEAST && failed > counts.total * FAILED_SHARE) needs.push({ kind: 'many-failures', text: say.failures(name, failed, counts.total), campaignId: id })
  }
  if (ending > 0) needs.push({ kind: 'consent-ending', text: say.ending(ending), campaignId: null })
  return needs
}

const words = {
  en: {
    secretMissing: 'Twilio’s token is no longer in this computer’s password store. Type it again in Settings; what waits is safe.',
    stops: (count: number) => `${count === 1 ? 'One person wrote something that reads' : `${count} people wrote something that reads`} like a stop. Nothing is sent to them until you decide.`,
    recordsBroken: (count: number) => `${count === 1 ? 'One consent record is' : `${count} consent records are`} not as written: the file was changed from outside, or the disk failed. Nothing is sent to the people concerned.`,
    unknown: (count: number) => `${count === 1 ? 'One message is' : `${count} messages are`} being looked up at Twilio: the connection broke before it answered. Nothing is sent twice.`,
    failures: (name: string, failed: number, total: number) => `“${name}”: ${failed} of ${total} messages did not arrive. See why.`,
    ending: (people: number) => `${people === 1 ? 'One person’s' : `${people.toLocaleString('en')} people’s`} implied consent ends within 30 days. Ask them for a yes of their own before it does.`,
  },
  fr: {
    secretMissing: 'Le jeton Twilio n’est plus dans le coffre de cet ordinateur. Saisissez-le à nouveau dans les réglages ; ce qui attend est en sécurité.',
    stops: (count: number) => `${count === 1 ? 'Une personne a écrit' : `${count} personnes ont écrit`} ce qui ressemble à un stop. Rien ne part vers ${count === 1 ? 'elle' : 'elles'} tant que vous n’avez pas tranché.`,
    recordsBroken: (count: number) => `${count === 1 ? 'Une preuve d’accord n’est plus telle qu’elle a été écrite' : `${count} preuves d’accord ne sont plus telles qu’elles ont été écrites`} : le fichier a été modifié de l’extérieur, ou le disque a failli. Rien n’est envoyé aux personnes concernées.`,
    unknown: (count: number) => `${count === 1 ? 'Un message est' : `${count} messages sont`} en cours de vérification chez Twilio : la connexion a été coupée avant sa réponse. Rien n’est envoyé deux fois.`,
    failures: (name: string, failed: number, total: number) => `« ${name} » : ${failed} messages sur ${total} ne sont pas arrivés. Voyez pourquoi.`,
    ending: (people: number) => `L’accord tacite ${people === 1 ? 'd’une personne' : `de ${people.toLocaleString('fr')} personnes`} finit dans moins de 30 jours. Demandez-leur un vrai oui d’ici là.`,
  },
} as const
