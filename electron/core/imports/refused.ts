import type { Purpose } from '../../../shared/contract/common.ts'
import { fold } from '../contacts/fold.ts'
import { OPTED } from './opt-in.ts'

const ABOUT_OFFERS = /market|promo|newsletter|offre|offer|publicit|commercial|advert/

/**
 * What a "no" ends. "Unsubscribed" and its like end everything, as STOP does; a plain "no" ends what the owner says the
 * column is about, offers alone where its heading says so, and everything where nobody said (RULES.md: where readings
 * differ, the strictest).
 * @param worst the strictest of the person's rows, as import_rows.opted has it
 */
export const refusedPurposes = (asked: readonly Purpose[], headings: readonly string[], worst: number): readonly Purpose[] => {
  if (worst <= OPTED.stop) return ['marketing', 'service']
  if (asked.length > 0) return asked
  return headings.every((heading) => ABOUT_OFFERS.test(fold(heading))) ? ['marketing'] : ['marketing', 'service']
}
