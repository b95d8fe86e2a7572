/**
 * The words. One namespace per feature: `en/<feature>.ts` leads, `fr/<feature>.ts` must have every key.
 * Numbers in words are written `{{count, number}}`, so that they follow the language.
 */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from '../../shared/contract/common.ts'
import * as en from './en/all.ts'
import * as fr from './fr/all.ts'

export type Namespace = keyof typeof en

type Tree = { readonly [key: string]: string | Tree }

/** French has a third plural, for round millions ("un million de personnes"); the words for "other" do. */
const withMany = (tree: Tree): Tree =>
  Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]): [string, string | Tree][] =>
      typeof value !== 'string' ? [[key, withMany(value)]] : key.endsWith('_other') ? [[key, value], [key.replace(/_other$/, '_many'), value]] : [[key, value]],
    ),
  )

export const i18n = i18next.createInstance()

void i18n.use(initReactI18next).init({
  lng: navigator.language.startsWith('fr') ? 'fr' : 'en',
  fallbackLng: 'en',
  supportedLngs: ['en', 'fr'],
  resources: { en, fr: withMany(fr) },
  ns: Object.keys(en),
  defaultNS: 'ui',
  interpolation: { escapeValue: false },
  initAsync: false,
})

declare module 'i18next' {
  // i18next takes its types by declaration merging, which needs an interface.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface CustomTypeOptions {
    defaultNS: 'ui'
    resources: typeof en
  }
}

/** The words of one feature, in the language of the moment: `const t = useWords('contacts')`. */
export const useWords = <N extends Namespace>(namespace: N) => useTranslation(namespace).t

/** The language of the moment. */
export const languageNow = (): Language => (i18n.language === 'fr' ? 'fr' : 'en')
