import { seededRandom } from '../environment.ts'

/** How the simulated networks and people behave. Shares are of 1; times in milliseconds of the carrier's clock. */
export type Behaviour = {
  /** From accepted to sending, to sent, to settled: the median of each. */
  readonly queueMs: number
  readonly sendMs: number
  readonly deliverMs: number
  /** Share of numbers that do not exist any more (30005), are landlines (30006); these stay so. */
  readonly deadNumbers: number
  readonly landlines: number
  /** Share of messages that meet a phone switched off (30003), a filter (30007), an unnamed failure (30008). */
  readonly unreachable: number
  readonly filtered: number
  readonly unexplained: number
  /** Share of delivered messages that are answered with a thanks, a question, a STOP. */
  readonly thanks: number
  readonly questions: number
  readonly stops: number
  /** Share of those asked to reply YES or OUI who do. */
  readonly agrees: number
  /** Share of those who stopped that come back with START. */
  readonly returns: number
  /** Median time until somebody answers, and until one who stopped comes back. */
  readonly answerMs: number
  readonly returnMs: number
}

/** Invented shares that look like a small shop's: about 96 % arrive, one in fifteen answers, one in a hundred has had enough. */
export const lifelike: Behaviour = {
  queueMs: 400,
  sendMs: 700,
  deliverMs: 2_500,
  deadNumbers: 0.012,
  landlines: 0.008,
  unreachable: 0.012,
  filtered: 0.005,
  unexplained: 0.003,
  thanks: 0.04,
  questions: 0.02,
  stops: 0.01,
  agrees: 0.7,
  returns: 0.15,
  answerMs: 45_000,
  returnMs: 600_000,
}

/** Every message arrives and nobody answers: for tests and benches that count. */
export const flawless: Behaviour = {
  ...lifelike,
  deadNumbers: 0, landlines: 0, unreachable: 0, filtered: 0, unexplained: 0,
  thanks: 0, questions: 0, stops: 0, agrees: 0, returns: 0,
}

export type Reply = { readonly afterMs: number; readonly body: string }

export type Fate = {
  readonly queueMs: number
  readonly sendMs: number
  readonly settleMs: number
  /** null: delivered. */
  readonly errorCode: number | null
  /** What the person writes back, counted from the moment the message settles, in order. */
  readonly replies: readonly Reply[]
}

/** FNV-1a over UTF-16 units. */
const hash = (seed: number, text: string): number => {
  let h = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return h
}

const words = {
  en: {
    thanks: ['Thanks!', 'Great, thank you', 'Ok thanks 👍', 'Perfect, see you then'],
    questions: ['What time do you close today?', 'Can I come a bit later?', 'Is it still on Saturday?', 'How much is it?'],
    stops: ['STOP', 'Stop', 'UNSUBSCRIBE', 'stop', 'please stop texting me'],
    starts: ['START', 'Start', 'UNSTOP'],
  },
  fr: {
    thanks: ['Merci !', 'Super, merci beaucoup', 'Ok merci 👍', 'Parfait, à bientôt'],
    questions: ['Vous fermez à quelle heure ?', 'Je peux venir un peu plus tard ?', 'C’est toujours samedi ?', 'C’est combien ?'],
    stops: ['STOP', 'Stop', 'stop', 'ARRÊT', 'arrêtez svp'],
    starts: ['START', 'Start'],
  },
} as const

const pick = (list: readonly string[], chance: number): string => list[Math.floor(chance * list.length)]!

/** Around the median: half to twice of it. */
const around = (median: number, chance: number): number => Math.round(median * 2 ** (chance * 2 - 1))

/**
 * What will become of a message. The same seed, people and words give the same fate whatever the order of sending;
 * a dead number stays dead and a landline a landline.
 */
export const fateOf = (seed: number, behaviour: Behaviour, from: string, to: string, body: string): Fate => {
  const person = seededRandom(hash(seed, to))
  const message = seededRandom(hash(seed, `${from}\n${to}\n${body}`))
  const queueMs = around(behaviour.queueMs, message())
  const sendMs = around(behaviour.sendMs, message())
  const settleMs = around(behaviour.deliverMs, message())
  const errorCode = failure(behaviour, person(), message())
  const language = to.startsWith('+33') || person() < 0.05 ? 'fr' : 'en'
  const replies = errorCode !== null ? [] : (confirming(behaviour, body, message) ?? answers(behaviour, words[language], message))
  return { queueMs, sendMs, settleMs, errorCode, replies }
}

const failure = (b: Behaviour, person: number, message: number): number | null => {
  if (person < b.deadNumbers) return 30005
  if (person < b.deadNumbers + b.landlines) return 30006
  if (message < b.unreachable) return 30003
  if (message < b.unreachable + b.filtered) return 30007
  if (message < b.unreachable + b.filtered + b.unexplained) return 30008
  return null
}

const YES_WANTED = /\b(?:reply (YES)|répondez (OUI))(?![\p{L}])/iu

/** The answer to a text that asks for a YES; null for any other text. Most who signed up confirm, some never do. */
const confirming = (b: Behaviour, body: string, chance: () => number): readonly Reply[] | null => {
  const wanted = YES_WANTED.exec(body)
  if (wanted === null || b.agrees === 0) return null
  const mood = chance()
  return mood < b.agrees ? [{ afterMs: around(b.answerMs, chance()), body: (wanted[1] ?? wanted[2]!).toUpperCase() }] : []
}

const answers = (b: Behaviour, say: (typeof words)['en' | 'fr'], chance: () => number): readonly Reply[] => {
  const mood = chance()
  const afterMs = around(b.answerMs, chance())
  const choice = chance()
  if (mood < b.stops) {
    const stop = { afterMs, body: pick(say.stops, choice) }
    return chance() < b.returns ? [stop, { afterMs: afterMs + around(b.returnMs, chance()), body: pick(say.starts, chance()) }] : [stop]
  }
  if (mood < b.stops + b.thanks) return [{ afterMs, body: pick(say.thanks, choice) }]
  if (mood < b.stops + b.thanks + b.questions) return [{ afterMs, body: pick(say.questions, choice) }]
  return []
}

/**
 * What Twilio makes of an incoming message: whole message, any case, English only. Toll-free numbers know fewer words.
 * @see https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export const keywordOf = (body: string, tollFree: boolean): 'stop' | 'start' | 'help' | null => {
  const word = body.trim().toUpperCase()
  if (tollFree) {
    if (word === 'STOP') return 'stop'
    return word === 'START' || word === 'UNSTOP' ? 'start' : null
  }
  if (['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'].includes(word)) return 'stop'
  if (['START', 'YES', 'UNSTOP'].includes(word)) return 'start'
  return word === 'HELP' || word === 'INFO' ? 'help' : null
}

/** What the carrier answers to a keyword by itself; in our own words. */
export const keywordAnswer = {
  stop: 'You are unsubscribed and will get no more messages from this number. Reply START to come back.',
  start: 'You are subscribed again. Reply HELP for help, STOP to unsubscribe. Message and data rates may apply.',
  help: 'Reply STOP to unsubscribe. Message and data rates may apply.',
} as const
