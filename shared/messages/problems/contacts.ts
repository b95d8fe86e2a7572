import type { ProblemWords } from '../problems.ts'

export const contactProblems = {} as const satisfies Record<string, ProblemWords>
