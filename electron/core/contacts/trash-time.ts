/** How long removing, and anything done to many, can be undone. */
export const TRASH_MS = 30 * 24 * 60 * 60_000
