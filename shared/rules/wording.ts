/**
 * Whether a message asks in plain words not to be texted any more ("please stop texting me", "retirez-moi de la liste"),
 * in English or French, with slips of the finger. Words that decide alone are words.ts; what is found here only suspends
 * sending until a person has read it (RULES.md, Words), so a doubtful sentence counts as found. Pure; some 30 µs a message.
 *
 * How: words are folded and named (wording-words.ts), sentences are parted by "|", what only looks like a stop (stop by,
 * bus stop, don't stop, waiting list) is struck out, then each rule looks for an intent with its object close by.
 */
import { nameOf } from './wording-words.ts'

/** No text message is longer: ten parts of 160. */
const LONGEST = 2_000
/** What a person reads of it. */
const LONGEST_FOUND = 120

type Word = { readonly start: number; readonly end: number; readonly at: number }

const fold = (word: string): string => {
  const plain = word.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '').toLowerCase().replace(/(.)\1{2,}/gu, '$1')
  return /[a-z]0|0[a-z]/.test(plain) ? plain.replaceAll('0', 'o') : plain
}

/** The message as names in one line, " | stop texting me | " as " | STOP SEND me | ", with where each word stood. */
const inNames = (text: string): { readonly line: string; readonly words: readonly Word[] } => {
  const words: Word[] = []
  let line = ' |'
  const add = (start: number, end: number, name: string) => {
    words.push({ start, end, at: line.length + 1 })
    line += ` ${name}`
  }
  // A word with its elisions and contractions, or a mark that ends a sentence or a part of one.
  for (const found of text.matchAll(/[\p{L}\p{M}\p{N}\p{Cf}]+(?:['’ʼ`][\p{L}\p{M}]+)*|[.!?;:,…\n()/–—]+/gu)) {
    const start = found.index
    const piece = found[0]
    if (!/[\p{L}\p{N}]/u.test(piece)) {
      if (!line.endsWith('|') && !/^\p{Cf}+$/u.test(piece)) line += ' |'
      continue
    }
    const parts = piece.split(/['’ʼ`]/u)
    let from = start
    for (const [index, part] of parts.entries()) {
      const word = fold(part)
      const end = from + part.length
      const contracted = index === 0 && parts.length === 2 && word.endsWith('n') && parts[1]!.toLowerCase() === 't'
      if (contracted) {
        const verb = word.slice(0, -1)
        add(from, end + 2, `${verb === 'wo' ? 'will' : verb === 'ca' ? 'can' : verb} NOT`)
        break
      }
      if (word !== '') add(from, end, nameOf(word))
      from = end + 1
    }
  }
  return { line: line.endsWith('|') ? `${line} ` : `${line} | `, words }
}

/** Words around a request that change nothing about it. */
const POLITE = `(?:please|pleas|pls|plz|plse|ok|okay|hi|hello|hey|thanks|thank|thx|ty|now|just|already|immediately|today|asap|once|at|good|forever|ever|guys|right|away|i|said|sorry|no|can|could|would|will|you|kindly|and|so|for|bonjour|bonsoir|salut|merci|svp|stp|s|il|te|vous|plait|plais|cordialement|de|d|suite|tout|tous|maintenant|madame|monsieur|bien|avance|beaucoup|bcp|non|donc|alors|et|deja|immediatement|definitivement|vous pouvez|pouvez vous|peux tu|tu peux|je vous (?:en )?prie)`
const END = `(?=(?: ${POLITE})* \\|)`
const START = `\\|(?: ${POLITE})*`
/** Up to `most` words of the same part of a sentence. */
const gap = (most: number, but = ''): string => `(?: ${but === '' ? '' : `(?!(?:${but}) )`}[^ |]+){0,${String(most)}}?`
const between = '(?: (?:with|of|from|it|now|all|any|these|those|this|the|your|ur|my|me|us|to|so|many|much|please|pls|plz|bloody|fucking|stupid|damn|silly|constant|marketing|promotional|automated|annoying|de|d|des|du|vos|tes|ces|les|tous|toutes|a|aux|avec|le|la|l|m|nous|moi|svp|ca|tout|votre|par))'
const EVENT = '(?:class|course|lesson|workshop|session|event|game|tour|race|cours|atelier|stage|seance|tournoi|sortie|repas|diner|course|concours|voyage|reunion|formation)'
const OURS = '(?:my|this|our|mon|ma|mes|ce|cet|notre|nos)'
const THING = '(?:MSG|TEXT)'
const FROM = '(?:from|off|out|de|d|du|des|dans)'

/** What only looks like a stop. Struck out before anything is looked for. */
const innocent = [
  / STOP (?:by|in|at(?! once)|over|off|round|around|near|next|for(?! good| now| ever)|on|along|outside|there|where|de bus|de tram|maladie|au|chez|vers)(?= )/g,
  / (?:bus|tram|train|metro|one|non|next|last|full|which|what|pit|short|first|the|your|a|every|each|m|s|t|l|en|sans|quel|cet|prochain|dernier) STOP(?= )/g,
  / (?:(?:did|have|has|had) (?:you|u|they|we|i)|(?:i|we|they) (?:have|had)|avez vous|vous avez|as tu|tu as) STOP(?= )/g,
  // What other shops write below their own messages.
  / (?:reply|repondez|TEXT|SEND) STOP (?:to|pour|for) (?:UNSUB|REMOVE|end|cancel|STOP|opt out|quit|leave|ne plus)(?= )/g,
  // Not to stop, not to remove; but "why won't you stop" asks for it.
  / (?:NOT|n|ne)(?: (?:ever|please|surtout|me|m|us|nous))* (?:STOP|REMOVE|UNSUB|take|cancel|opt|lose|forget|miss)(?! (?:plus|jamais) )(?= )/g,
  / NOT mean to (?:STOP|UNSUB|opt)(?= )/g,
  / (?:waiting|wait|guest|wine|price|shopping|to do|wish) LIST(?= )/g,
  / LIST (?:d attente|de mariage|de naissance|de courses|des? prix|des? vins|of )/g,
  new RegExp(` (?:UNSUB|REMOVE)${gap(4)} ${EVENT}(?= )`, 'g'),
  // Their own mistake.
  / (?:i|we|sorry)(?: (?:have|ve|had|just|must|may|might|think|probably|accidentally))* (?:gave|given|typed|texted|SEND|put|dialed|dialled|wrote|written|entered|used|sent|left|called)(?: [^ |]+){0,5}? wrong(?= )/g,
  / (?:ai|avais|avons)(?: [^ |]+){0,4}? (?:mauvais|mauvaise|faux)(?= )/g,
]
/** Whoever got out by accident wants in. */
const ACCIDENT = / (?:accident|accidentally|mistake|mistakenly|erreur|resubscribe)(?: |$)/

const rules: readonly RegExp[] = [
  // Stop, with what is to be stopped.
  `STOP${between}{0,4}? (?:SEND|MSG|TEXT)(?! (?:you|u) )`,
  `STOP${between}{0,2}? RECV${gap(3)} (?:MSG|TEXT|these|this|them|those|it|ca)`,
  `(?:MSG|TEXT) STOP${END}`,
  `(?:asked|told|said|asking|telling|demande|dit|dis)(?: (?:you|u|guys|people|vous|already|to|de|d|deja|twice|times))* STOP${END}`,
  // As the last word, unless somebody is the one who stops.
  `(?<! (?:do|does|did|you|u|we|i|they|he|she|it|to|will|ll|must|should|can|could|cannot|vous|on|je|j|tu|nous|il|elle|ils|d|de|a|may|might|and|or|please)) STOP \\| $`,
  `s t o p`,
  // Stop, and nothing else in that part of the sentence.
  `${START} STOP(?: (?:this|it|that|these|them|ca|cela|STOP))?${END}`,
  `(?:MSG|TEXT|SEND) (?:must|should|need to|has to|have to|doit|doivent) STOP`,
  `(?:make|want|need) (?:this|it|these|them)(?: to)? STOP${END}`,
  // Do not write. "You never text me" complains of the contrary.
  `(?<! (?:did|have|has|had|is|are|was|were|can|could|you|i|we|they|he|she|i do|we do|they do|you do))(?: do)? NOT(?: (?:ever|please|you|to))? (?:SEND|TEXT)(?: (?:me|us|to|my|this|these|those|your|any|more|further|stuff|anymore|MSG|TEXT|NUM))*(?:${END}| (?:again|anymore|nothing|anything|more|MSG|NUM|by TEXT|by MSG|on this))`,
  `NOT WANT${gap(6, 'miss|lose|STOP|NOT|UNSUB|wait')} (?:MSG|TEXT|contacted|texted|messaged|hear from you)(?! you )`,
  `NOT(?: [^ |]+)? WANT(?: to)?(?: be)?(?: RECV)? SEND(?! (?:you|u) )`,
  `(?:NOT WANT|NOT like|no longer WANT|no longer like)${gap(3, 'STOP|miss|lose')} (?:be|being|anything from|hear from|RECV)(?: (?:any|your|these|this|more|SEND|you))* ?(?:MSG|TEXT|SEND|from you)`,
  `no longer WANT${gap(5)} (?:MSG|TEXT|SEND|RECV)`,
  `(?<! (?:have|has|had|are|is|were|was|get|got|there|see|with))(?: |^)no more(?: (?:of|these|those|this|the|your|ur|any|stupid|bloody))* (?:MSG|TEXT)`,
  `enough(?: (?:of|with|the|these|those|your|ur|already|all))+ (?:MSG|TEXT)`,
  // Remove, with whom or from where.
  `REMOVE (?:me|us|moi|nous)${END}`,
  `REMOVE (?:me|us|moi|nous) ${FROM}${gap(5)} (?:LIST|MSG|TEXT|SEND)`,
  `REMOVE (?:me|us|moi|nous) ${FROM} (?:this|it|here|everything|all|that|ca)${END}`,
  `REMOVE ${OURS}(?: (?:NUM|NAME|TEXT))*? NUM(?: (?:and|et) (?:NAME|NUM))?(?:${END}| (?:from|off|out|de|du|des|dans|ASAP))`,
  `REMOVE ${OURS} NAME ${FROM}${gap(4)} LIST`,
  `(?:me|nous) REMOVE(?:${END}| ${FROM}${gap(5)} (?:LIST|MSG|TEXT|SEND))`,
  `(?:take|taken|RECV) (?:me|us) (?:off|out)(?:${END}| (?:of )?(?:this|it|that|these)${END}|${gap(4)} (?:LIST|MSG|TEXT|SEND))`,
  `(?:take|RECV) ${OURS}(?: (?:NUM|NAME)){1,2} (?:off|out)(?:${END}| (?:of )?(?:this|it|that|these)${END}|${gap(4)} (?:LIST|MSG|TEXT|SEND))`,
  `(?:(?:WANT|RECV|be|come|taken) off|WANT out of|(?:get|RECV|be) out of) (?:of )?(?:this|your|ur|the|that|all|these)${gap(2)} LIST`,
  `(?:be|been|RECV) REMOVE(?:${END}| from${gap(4)} (?:LIST|MSG|TEXT|SEND|this${END}))`,
  `STOP and STOP`,
  `(?:lose|forget|block|burn|oubliez|oublie|oublier|perdez) ${OURS} NUM`,
  `(?:forget|oubliez|oublie) (?:me|moi|us|nous)${END}`,
  `UNSUB`,
  `(?:opt|opting)(?: (?:me|us|${OURS} NUM))? out`,
  `leave (?:me|us) (?:the )?(?:[^ |]+ )?(?:alone|be)${END}`,
  `(?:laissez|laisse|lachez|lache) (?:moi|nous) (?:tranquilles?|en paix|avec)`,
  `(?:fichez|foutez|fous|fiche) (?:moi|nous) la paix`,
  `(?:fuck|piss|bugger|f) off`,
  // Somebody else's phone.
  `wrong (?:NUM|person|guy|lady|man|woman|contact)`,
  `(?:mauvais|mauvaise|faux|erreur de|erreur sur le) (?:NUM|personne)`,
  `pas le bon NUM`,
  `vous (?:vous )?(?:trompez|etes trompee?s?) (?:de|NUM)`,
  `vous faites erreur`,
  // Never asked for it.
  `NOT (?:sign|signed|subscribe|subscribed|opt|opted|ask|asked|agree|agreed|consent|consented|request|requested)(?: (?:up|in|for|to|into))*(?: (?:this|these|it|any|of|your|RECV|be))*(?:${END}|${gap(2, EVENT)} ${THING})`,
  `NOT (?:gave|give|given)(?: (?:you|u|anyone|anybody|them))? (?:my |any )?(?:permission|consent|authori[sz]ation)`,
  `(?:jamais|pas) (?:demande|autorise|accepte|souscrit)(?: (?:a|de|d|que|vous|l|ces|vos|les))* (?:RECV|MSG|TEXT|SEND)`,
  `jamais (?:donne|communique)(?: [^ |]+)? (?:accord|consentement|autorisation|NUM)`,
  `pas donne(?: mon| d| aucun)? (?:accord|consentement|autorisation)`,
  `jamais (?:inscrite?|abonnee?)(?:${END}|${gap(3)} (?:MSG|TEXT|SEND))`,
  `(?:revoke|withdraw|retract|rescind|REMOVE|revoque)(?: (?:my|mon|all|any|toute))+ (?:consent|permission|authori[sz]ation|consentement|accord|autorisation)`,
  `m oppose${gap(4)} (?:MSG|TEXT|SEND|utilisation)`,
  `(?:cancel|end|terminate|annulez|annuler|annule|resilier|resiliez)(?: (?:these|all|your|my|the|those|this|vos|les|ces|mon|l|d|aux|abonnement|TEXT))* (?:MSG|TEXT)`,
  // Ne … plus.
  `(?:ne|n)(?: (?:me|m|nous))? (?:SEND|TEXT)(?: (?:moi|nous))? plus`,
  `(?:ne|n) plus(?: (?:jamais|me|m|nous|rien|vouloir))* (?:SEND|TEXT|RECV|etre SEND)`,
  `(?<! (?:vous|tu|pouvez|peux))(?: )(?:m|me|nous) SEND plus`,
  `SEND plus(?: (?:de|d|aucun|un|seul|jamais))* (?:MSG|TEXT)`,
  `(?:ne|n)(?: (?:me|m|nous))? SEND pas(?: (?:de|d|vos|tes|ces))+ (?:MSG|TEXT)`,
  `(?:ne|n) (?:me|m|nous) SEND pas${END}`,
  `(?:ne|n) WANT (?:plus|pas|aucun|aucune|rien|jamais)${gap(6, 'vous|rater|manquer|louper|perdre')} (?:MSG|TEXT|SEND)`,
  `(?:ne|n) WANT plus${gap(2, 'vous')} RECV`,
  `(?:ne|n) WANT (?:plus|pas) que vous(?: (?:me|m|nous))? SEND`,
  `WANT plus(?: (?:de|d|vos|tes|ces|aucun|RECV))+ (?:MSG|TEXT)`,
  `WANT plus (?:RECV|etre SEND)`,
  `${START} plus(?: (?:de|d|aucun|aucune|un|seul|jamais|vos|ces))+ (?:MSG|TEXT)`,
  `${START} (?:pas|aucun|aucune) (?:de |d |vos )?(?:MSG|TEXT)${END}`,
  `(?:plus|pas|NOT|longer) (?:interesse(?:e|s|es)?|WANT) (?:par|in|a)${gap(3)} (?:MSG|TEXT)`,
].map((source) => new RegExp(`${source.startsWith('(?<!') || source.startsWith('\\|') ? '' : ' '}${source}(?= |$)`))

/** Alone, and the whole message, this is no way to change an order. */
const ALONE = new RegExp(`^ ${START} (?:REMOVE|UNSUB)${END}(?: ${POLITE})* \\| $`)
/** Without one of these names nothing can be found: most replies end here. */
const ANY = / (?:STOP|s t|SEND|TEXT|MSG|REMOVE|UNSUB|NUM|LIST|NAME|off|out|alone|wrong|mauvais|mauvaise|faux|erreur|trompez|paix|tranquilles?|oubliez|oublie|consent|permission|consentement|accord|sign|signed|subscribed?|agreed?|asked|inscrite?|moi)(?: |$)/

/**
 * What in the message asks to be left alone, as they wrote it, at most 120 characters; null when nothing does. Never throws.
 * @example readWording('Hi, please stop texting me. Thanks') // 'stop texting'
 */
export const readWording = (text: string): string | null => {
  const { line, words } = inNames(text.slice(0, LONGEST))
  if (!ANY.test(line)) return null
  let clear = line
  // The same length, so that a place in the line stays the place of its word; the last letter's blank is shared.
  for (const pattern of innocent) clear = clear.replace(pattern, (struck) => struck.replace(/[^ ]/g, '·'))
  if (ACCIDENT.test(line)) clear = clear.replaceAll(' UNSUB', ' ·····')
  let best: { readonly from: number; readonly to: number } | null = null
  for (const rule of [...rules, ALONE]) {
    const found = rule.exec(clear)
    if (found !== null && (best === null || found.index < best.from)) best = { from: found.index, to: found.index + found[0].length }
  }
  if (best === null) return null
  const { from, to } = best
  const said = words.filter(({ at }) => at >= from && at < to)
  const first = said[0]
  const last = said.at(-1)
  if (first === undefined || last === undefined) return null
  const phrase = text.slice(first.start, last.end).replace(/\s+/gu, ' ')
  return phrase.length > LONGEST_FOUND ? `${phrase.slice(0, LONGEST_FOUND - 1).toWellFormed().trimEnd()}…` : phrase
}
