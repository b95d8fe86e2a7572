/** Money is integer micro-units (a millionth of the unit) with an ISO 4217 currency: 0.0083 USD = 8,300. */
export type Money = { readonly micros: number; readonly currency: string }

/** Micro-units of a decimal string as Twilio writes prices ("-0.00830"); null when it is not a number. */
export const microsOf = (decimal: string | null | undefined): number | null => {
  if (decimal == null || decimal.trim() === '') return null
  const value = Number(decimal)
  return Number.isFinite(value) ? Math.round(value * 1_000_000) : null
}

/**
 * Money as people of `locale` read it. Amounts under ten cents keep the digits that tell them apart.
 * @example formatMoney({ micros: 8300, currency: 'USD' }, 'en') // "$0.0083"
 */
export const formatMoney = (money: Money, locale: string): string => {
  const amount = money.micros / 1_000_000
  const small = amount !== 0 && Math.abs(amount) < 0.1
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: small ? 4 : 2,
  }).format(amount)
}
