/** A phone number grouped for the eye; unknown shapes stay as they are. */
export const formatNumber = (number: string): string => {
  const north = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number)
  if (north) return `+1 ${north[1]!} ${north[2]!}-${north[3]!}`
  const french = /^\+33(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(number)
  if (french) return `+33 ${french.slice(1).join(' ')}`
  return number
}
