import type { Condition, FieldTest, LastTime, Yearly } from './rule.ts'
import { alternatives, type Clauses, type RuleNames } from './words-shape.ts'

const said = (text: string): string => `«\u00a0${text}\u00a0»`
const any = (values: readonly string[]): string => alternatives(values, 'ou')

const within = (days: number): string => (days === 0 ? 'aujourd’hui' : days === 1 ? 'depuis hier' : `ces ${days} derniers jours`)

const YEARLY: Readonly<Record<Yearly, string>> = { today: 'aujourd’hui', 'this-week': 'cette semaine', 'next-week': 'la semaine prochaine', 'this-month': 'ce mois-ci', 'next-month': 'le mois prochain' }

/** `what`: « Anniversaire », ou « le prénom ». */
const value = (what: string, test: FieldTest, { day, number }: RuleNames): string => {
  const whose = `dont ${what}`
  switch (test.op) {
    case 'filled':
      return `qui ont quelque chose dans ${what}`
    case 'empty':
      return `qui n’ont rien dans ${what}`
    case 'is':
      return `${whose} est ${said(test.value)}`
    case 'is-not':
      return `${whose} n’est pas ${said(test.value)}`
    case 'contains':
      return `${whose} contient ${said(test.value)}`
    case 'contains-not':
      return `${whose} ne contient pas ${said(test.value)}`
    case 'begins':
      return `${whose} commence par ${said(test.value)}`
    case 'number-is':
      return `${whose} est ${number(test.value)}`
    case 'number-is-not':
      return `${whose} n’est pas ${number(test.value)}`
    case 'more':
      return `${whose} dépasse ${number(test.value)}`
    case 'less':
      return `${whose} est en dessous de ${number(test.value)}`
    case 'number-between':
      return `${whose} va de ${number(Math.min(test.from, test.to))} à ${number(Math.max(test.from, test.to))}`
    case 'on':
      return `${whose} est le ${day(test.day)}`
    case 'before':
      return `${whose} est avant le ${day(test.day)}`
    case 'after':
      return `${whose} est après le ${day(test.day)}`
    case 'date-between': {
      const [from, to] = test.from <= test.to ? [test.from, test.to] : [test.to, test.from]
      return `${whose} va du ${day(from)} au ${day(to)}`
    }
    case 'last-days':
      return `${whose} est ${test.days === 0 ? 'aujourd’hui' : test.days === 1 ? 'hier ou aujourd’hui' : `dans les ${test.days} derniers jours`}`
    case 'next-days':
      return `${whose} est ${test.days === 0 ? 'aujourd’hui' : test.days === 1 ? 'aujourd’hui ou demain' : `dans les ${test.days} prochains jours`}`
    case 'yearly':
      return `${whose} tombe ${YEARLY[test.when]}`
    case 'yes':
      return `${whose} est oui`
    case 'no':
      return `${whose} est non`
    case 'one-of':
      return `${whose} est ${any(test.values.map(said))}`
    case 'none-of':
      return `${whose} n’est pas ${any(test.values.map(said))}`
  }
}

const happened = (last: LastTime, did: string, didNot: string, ever: string, never: string): string => {
  switch (last.when) {
    case 'within':
      return `${did} ${within(last.days)}`
    case 'not-within':
      return `${didNot} ${within(last.days)}`
    case 'ever':
      return ever
    case 'never':
      return never
  }
}

const ABOUT = { 'first-name': 'le prénom', 'last-name': 'le nom', email: 'l’e-mail', notes: 'la note' } as const
const HAS = { 'first-name': ['un prénom', 'de prénom'], 'last-name': ['un nom', 'de nom'], email: ['un e-mail', 'd’e-mail'], notes: ['une note', 'de note'] } as const
const AGREED = { marketing: 'pour les offres', service: 'pour les messages de service' } as const
const STOPPED = { marketing: 'aux offres', service: 'aux messages de service' } as const
const LANGUAGE = { en: 'l’anglais', fr: 'le français' } as const
const CHANGED = { added: 'ajoutées', changed: 'modifiées' } as const

const condition = (node: Condition, names: RuleNames): string => {
  switch (node.kind) {
    case 'tag':
      return node.has ? `qui ont l’étiquette ${said(node.tag)}` : `qui n’ont pas l’étiquette ${said(node.tag)}`
    case 'list': {
      const name = names.list(node.listId)
      return `qui ${node.on ? 'sont' : 'ne sont pas'} sur ${name === null ? 'une liste qui n’existe plus' : `la liste ${said(name)}`}`
    }
    case 'field': {
      const name = names.field(node.field)
      return value(name === null ? `le champ retiré ${said(node.field)}` : said(name), node.test, names)
    }
    case 'about':
      if (node.test.op === 'filled') return `qui ont ${HAS[node.what][0]}`
      if (node.test.op === 'empty') return `qui n’ont pas ${HAS[node.what][1]}`
      return value(ABOUT[node.what], node.test, names)
    case 'consent':
      switch (node.is) {
        case 'opted-in':
          return `qui sont d’accord ${AGREED[node.purpose]}`
        case 'opted-out':
          return `qui ont dit stop ${STOPPED[node.purpose]}`
        case 'none':
          return `à qui on n’a jamais demandé leur accord ${AGREED[node.purpose]}`
      }
    // eslint-disable-next-line no-fallthrough -- every state returns.
    case 'texted':
      return happened(node.last, 'à qui on a écrit', 'à qui on n’a pas écrit', 'à qui on a déjà écrit', 'à qui on n’a jamais écrit')
    case 'replied':
      return happened(node.last, 'qui vous ont écrit', 'qui ne vous ont pas écrit', 'qui vous ont déjà écrit', 'qui ne vous ont jamais écrit')
    case 'delivery':
      return node.what === 'last-failed'
        ? `dont le dernier message ${node.is ? 'n’est pas arrivé' : 'n’a pas échoué'}`
        : `dont le numéro ${node.is ? 'ne peut pas recevoir de SMS' : 'peut recevoir des SMS'}`
    case 'country':
      return `dont le pays ${node.in ? 'est' : 'n’est pas'} ${any(node.countries.map(names.country))}`
    case 'region':
      return `dont la région ${node.in ? 'est' : 'n’est pas'} ${any(node.regions.map(said))}`
    case 'postal-code':
      return `dont le code postal ${node.in ? 'commence' : 'ne commence pas'} par ${any(node.begins)}`
    case 'area-code':
      return `dont l’indicatif régional ${node.in ? 'est' : 'n’est pas'} ${any(node.codes)}`
    case 'language':
      return node.is === null ? 'dont la langue n’est pas connue' : `dont la langue est ${LANGUAGE[node.is]}`
    case 'added':
    case 'changed':
      return `qui ont été ${CHANGED[node.kind]} ${node.since.when === 'within' ? within(node.since.days) : node.since.days === 0 ? 'avant aujourd’hui' : `il y a plus de ${node.since.days} ${node.since.days === 1 ? 'jour' : 'jours'}`}`
    case 'imported': {
      const name = names.importOf(node.importId)
      return `qui ${node.by ? 'sont venues' : 'ne sont pas venues'} avec ${name === null ? 'un import qui n’existe plus' : `l’import ${said(name)}`}`
    }
  }
}

export const frenchClauses: Clauses = {
  and: 'et',
  or: 'ou',
  anybody: 'quelles qu’elles soient',
  nobody: 'qui ne peuvent exister',
  everybody: 'Tout le monde dans votre carnet.',
  nobodyAtAll: 'Personne.',
  except: (those) => `qui ne sont pas parmi celles ${those}`,
  sentence: (clauses) => `Les personnes ${clauses}.`,
  condition,
}
