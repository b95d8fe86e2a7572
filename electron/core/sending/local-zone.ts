/** The IANA zone of this computer: in which times of evidence are written down. */
export const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
