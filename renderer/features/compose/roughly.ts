import type { Money } from '../../../shared/money.ts'

/** An estimate in whole cents, rounded up: its further digits promise what nobody knows. Less than a cent stays exact. */
export const roughly = (money: Money): Money => (Math.abs(money.micros) < 10_000 ? money : { ...money, micros: Math.ceil(money.micros / 10_000) * 10_000 })
