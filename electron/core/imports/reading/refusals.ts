import type { ProblemCode, ProblemParams } from '../../../../shared/messages/problems.ts'

/** Why a file is not read: a problem's code, thrown across the reading functions and turned into words at the edge. */
export class Refusal extends Error {
  readonly code: ProblemCode
  readonly params: ProblemParams
  constructor(code: ProblemCode, params: ProblemParams = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}

/** The refusal an error of the file system, SQLite or ours stands for; null for a fault of the program. */
export const refusalOf = (error: unknown): Refusal | null => {
  if (error instanceof Refusal) return error
  const code = (error as { code?: unknown } | null)?.code
  switch (code) {
    case 'ENOENT':
      return new Refusal('imports-file-gone')
    case 'EACCES':
    case 'EPERM':
    case 'EISDIR':
    case 'EIO':
    case 'EBUSY':
    case 'ENOTDIR':
      return new Refusal('imports-unreadable')
    case 'ENOSPC':
    case 'EDQUOT':
    case 'SQLITE_FULL':
      return new Refusal('disk-full')
    default:
      return null
  }
}
