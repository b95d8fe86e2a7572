import type { ProblemWords } from '../problems.ts'

export const importProblems = {} as const satisfies Record<string, ProblemWords>
