/** A day as its field writes it: "2026-06-01", by this computer's clock. */
export const dayOf = (date: Date): string => `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`

/** Today means now; another day means its noon, the hour not being known. Null for no day. */
export const momentOf = (day: string | null): number | null => {
  if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  if (day === dayOf(new Date())) return Date.now()
  const at = new Date(`${day}T12:00:00`).getTime()
  return Number.isNaN(at) ? null : at
}
