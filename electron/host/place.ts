import type { Language } from '../../shared/contract/common.ts'

/** The language and country of a locale such as "fr-CA": what the first screen begins with. */
export const systemPlace = (locale: string): { readonly systemLanguage: Language; readonly systemCountry?: string } => {
  const [language = '', ...rest] = locale.split(/[-_]/)
  const country = rest.find((part) => /^[A-Z]{2}$/.test(part))
  return { systemLanguage: language.toLowerCase() === 'fr' ? 'fr' : 'en', ...(country === undefined ? {} : { systemCountry: country }) }
}
