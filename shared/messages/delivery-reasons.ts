import { englishReasons } from './delivery-reasons-en.ts'
import { frenchReasons } from './delivery-reasons-fr.ts'

export type DeliveryReason = {
  /** What happened, as a short sentence without a full stop. */
  readonly title: string
  /** What to do next, in one or two sentences. */
  readonly advice: string
}

/**
 * Why a message did not arrive, for people. Never throws: a code we do not know yet is named, so that it can be looked up.
 * @param code Twilio's error code; null or 0 when there was none
 */
export const deliveryReason = (code: number | null, language: 'en' | 'fr'): DeliveryReason => {
  const known = code === null ? undefined : (language === 'fr' ? frenchReasons : englishReasons).get(code)
  if (known) return known
  if (code === null || code === 0) {
    return language === 'fr'
      ? { title: 'Le message n’est pas arrivé, sans raison donnée', advice: 'Réessayez une fois plus tard ; si l’échec se répète, appelez.' }
      : { title: 'It did not arrive, and no reason was given', advice: 'Try once more later; if it fails again, phone instead.' }
  }
  return language === 'fr'
    ? { title: `Le message n’est pas arrivé (code ${code} de Twilio)`, advice: 'Cherchez ce code dans la documentation de Twilio. Il ne sera pas renvoyé tout seul.' }
    : { title: `It did not arrive (Twilio’s code ${code})`, advice: 'Look the code up in Twilio’s documentation. It will not be sent again by itself.' }
}
