import type { ProblemWords } from '../problems.ts'

export const campaignProblems = {} as const satisfies Record<string, ProblemWords>
