/**
 * The address that opens the phone's texting app with number and words filled in. RFC 5724 writes `sms:NUMBER?body=WORDS`,
 * which Android follows; iOS looks for `&body=`. `?&body=` is read by both: to one it is a query whose first field is
 * empty, to the other the mark it looks for. docs/permission.md names the sources.
 * @param number E.164 or a short code.
 * @example smsLink('+15550100', 'JOIN') // 'sms:+15550100?&body=JOIN'
 */
export const smsLink = (number: string, words: string): string => `sms:${number}?&body=${encodeURIComponent(words)}`
