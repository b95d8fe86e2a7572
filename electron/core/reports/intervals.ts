import type { Rate } from '../../../shared/contract/results.ts'

/** The quantile of the normal distribution for 95 %, two-sided. */
export const Z95 = 1.959964

/**
 * The z for `comparisons` judged together at 95 %: Bonferroni's α / k (Dunn, J. Am. Stat. Assoc. 56, 1961, 52–64), turned
 * into a quantile by formula 26.2.23 of Abramowitz and Stegun, Handbook of Mathematical Functions, 1964 (error below 0.00045).
 */
export const zFor = (comparisons: number): number => {
  const t = Math.sqrt(-2 * Math.log(0.025 / Math.max(1, comparisons)))
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
}

/**
 * `hits` of `of` with Wilson's score interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927, 209–212), which is of use also
 * for few messages and for shares near 0 and 1. Of nothing, anything is possible: 0 to 1.
 */
export const rateOf = (hits: number, of: number, z = Z95): Rate => {
  if (of <= 0) return { hits: 0, of: 0, share: 0, low: 0, high: 1 }
  const share = hits / of
  const middle = share + (z * z) / (2 * of)
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of))
  const scale = 1 + (z * z) / of
  return { hits, of, share, low: hits === 0 ? 0 : Math.max(0, (middle - half) / scale), high: hits === of ? 1 : Math.min(1, (middle + half) / scale) }
}

/**
 * The difference of two rates, first − second, with Newcombe's hybrid score interval: method 10 of R. G. Newcombe,
 * Statistics in Medicine 17, 1998, 873–890, made of the two Wilson intervals at the same z.
 */
export const differenceOf = (first: Pick<Rate, 'hits' | 'of'>, second: Pick<Rate, 'hits' | 'of'>, z = Z95): { readonly share: number; readonly low: number; readonly high: number } => {
  const one = rateOf(first.hits, first.of, z)
  const two = rateOf(second.hits, second.of, z)
  const share = one.share - two.share
  return { share, low: share - Math.hypot(one.share - one.low, two.high - two.share), high: share + Math.hypot(one.high - one.share, two.share - two.low) }
}
