/** What a failure of disk or database means, by SQLite's or the system's code. */
export type Failure = 'full' | 'corrupt' | 'denied' | 'busy' | 'other'

export const codeOf = (cause: unknown): string => {
  const code = (cause as { readonly code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : ''
}

export const failureOf = (cause: unknown): Failure => {
  const code = codeOf(cause)
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return 'full'
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'corrupt'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EISDIR' || code === 'ENOTDIR' || code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code.startsWith('SQLITE_CANTOPEN')) return 'denied'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === 'EBUSY') return 'busy'
  return 'other'
}
