import type { Moment } from '../../../shared/rules/segments/calendar.ts'
import type { Db } from '../database/open.ts'

/** What each connection takes for now: rules speak of days, and a filter says nothing of the time. */
const told = new WeakMap<Db, () => Moment>()

/** The IANA zone of this computer, which stands on the business's desk. */
export const deskZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Tells a connection the time, once for the book's own, anew with each request in a worker. */
export const tellTime = (db: Db, moment: () => Moment): void => void told.set(db, moment)

/** Now, as this connection was told; the computer's own clock where it was told nothing. */
export const momentOf = (db: Db): Moment => told.get(db)?.() ?? { now: Date.now(), zone: deskZone() }
