/** Numbers, money and moments as people read them. */
import type { Money } from '../../shared/money.ts'
import { useFormat } from '../i18n/format.ts'
import { useWords } from '../i18n/i18n.ts'

/** A phone number, grouped as its country does. */
export const NumberText = ({ number }: { readonly number: string }) => {
  const format = useFormat()
  return <span title={number} style={{ whiteSpace: 'nowrap' }}>{format.phone(number)}</span>
}

/** An amount; null says that the price is unknown. */
export const MoneyText = ({ money }: { readonly money: Money | null }) => {
  const format = useFormat()
  const t = useWords('ui')
  return <span style={{ whiteSpace: 'nowrap' }}>{money === null ? t('unknownPrice') : format.money(money)}</span>
}

/** A moment; the whole of it on hover. `as` 'relative' needs `now`. */
export const TimeText = ({ at, as = 'dateTime' }: { readonly at: number; readonly as?: 'dateTime' | 'date' | 'time' }) => {
  const format = useFormat()
  return <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)} style={{ whiteSpace: 'nowrap' }}>{format[as](at)}</time>
}
