/**
 * The vocabulary of the wording detector (wording.ts): words that can ask for silence, in English and French, each under
 * one name, so that a rule says STOP for stop, cease, arrêtez and cessez alike. Folded: lower case, without accents.
 */

/** Names in capitals; what has none stands for itself. A word may be two: "mécrire" without its apostrophe is "m SEND". */
const vocabulary: Readonly<Record<string, string>> = {
  STOP: `stop stopp sstop sttop stpo sotp tsop quit cease discontinue halt desist stopez stoppez stopper arrete arretes arretez arreter arret
    arette arettez aretez areter cesse cessez cesser`,
  // What is done to somebody who is written to.
  SEND: `send sending contact contacting contacted write writing bother bothering spamming harass harassing pester pestering annoying emailing calling soliciting
    texting txting textin texted messaging msging messaged
    envoyer envoyez envoie envoi envois envoyes envoyiez ecrire ecrivez ecris ecriviez contacter contactez contacte contactee contactes recontacter recontactez
    texter textez embeter embetez deranger derangez importuner importunez spammer spammez harceler harcelez solliciter sollicitez sollicite relancer relancez adresser adressez`,
  'm SEND': 'menvoyez menvoyer menvoie mecrire mecrivez mecris',
  // Both the deed and the thing.
  TEXT: 'text txt message msg',
  MSG: `texts messages msgs sms txts mms spam ads adverts promo promos promotions promotion offers notifications notification alerts newsletter newsletters
    communication communications blasts reminders solicitations texto textos pub pubs publicite publicites publicitaire publicitaires sollicitations offres rappels newsletters mails`,
  RECV: 'receive receiving recieve recieving get getting recevoir',
  WANT: 'want wish need interested veux veut souhaite souhaitons desire desirons voulons voudrais souhaiterais',
  'je WANT': 'jveux jveu',
  REMOVE: `remove delete erase drop scratch purge retirez retirer retire retires enlevez enlever enleve supprimez supprimer supprime effacez effacer efface
    otez oter rayez rayer raye sortez sortir sors`,
  UNSUB: `unsubscribe unsubscribed unsubscribing unsub optout desabonner desabonnez desabonne desabonnement desabonnes desinscrire desinscrivez desinscris desinscription desinscrit`,
  LIST: `list lists database contacts system records record directory liste listes fichier fichiers base repertoire carnet listing mailing diffusion`,
  NUM: `number num mobile cell phone cellphone details numero portable telephone tel coordonnees`,
  NAME: 'name nom',
  NOT: 'not never dont doesnt wont cant cannot',
  'did NOT': 'didnt havent hasnt isnt wasnt arent',
}

/** Words met in other things than a wish for silence, though they look like a slip of one of the above. */
const OTHERS = new Set(
  `massage massages massaged massaging remote removal removals testing tester tested shopper store contract contracts contracted contracting containing connecting
  conducting sender senders sanding spending waiting brother brothers offer offert offerte offerts reminder remainders receipt receipts listen listens lifting director
  directors sorted sortie sorties retired casser cassez propos promis cornet cornets adresse adresses tentez testez tester importer importez redire relire revirer
  elever rappel merci mercis desire desirs arrive arrives arriver retard retarde surprime peter poster posters relieve`.split(/\s+/),
)

/** Slips are only read into words this long: shorter ones have too many neighbours. */
const SLIP_FROM = 6
const TWO_SLIPS_FROM = 10

const named = new Map<string, string>()
for (const [name, words] of Object.entries(vocabulary)) for (const word of words.split(/\s+/)) named.set(word, name)

const byFirst = new Map<string, readonly string[]>()
for (const word of named.keys()) {
  if (word.length < SLIP_FROM) continue
  const first = word[0]!
  byFirst.set(first, [...(byFirst.get(first) ?? []), word])
}

/** Whether two words are at most `most` slips apart: a letter too many, too few, wrong, or two changed places. */
const within = (a: string, b: string, most: number): boolean => {
  if (Math.abs(a.length - b.length) > most) return false
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1)
      next.push(least)
    }
    if (Math.min(...next) > most) return false
    before = row
    row = next
  }
  return row[b.length]! <= most
}

/** The name of a folded word, of one a slip or two away from it, or the word itself. */
export const nameOf = (word: string): string => {
  const known = named.get(word)
  if (known !== undefined) return known
  if (word.length < SLIP_FROM || word.length > 20 || OTHERS.has(word)) return word
  const near = byFirst.get(word[0]!)?.find((one) => within(word, one, one.length >= TWO_SLIPS_FROM ? 2 : 1))
  return near === undefined ? word : named.get(near)!
}
