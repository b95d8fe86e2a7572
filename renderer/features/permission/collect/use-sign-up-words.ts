import type { Keyword } from '../../../../shared/contract/inbox.ts'
import type { Purpose } from '../../../../shared/contract/common.ts'
import { useCall } from '../../../api.ts'

export type SignUpWord = Keyword & { readonly optIn: Purpose }

/** The shop's words that sign people up, those in use first; undefined while they are asked for. */
export const useSignUpWords = (): readonly SignUpWord[] | undefined => {
  const { data } = useCall('inbox.keywords', {})
  return data?.filter((keyword): keyword is SignUpWord => keyword.optIn !== null).toSorted((a, b) => Number(b.active) - Number(a.active))
}
