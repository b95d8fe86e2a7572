/**
 * What Twilio itself takes for an opt-out, blocks, and confirms: exactly these, as the whole message, in any case.
 * @see https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out (default keywords)
 * @see https://help.twilio.com/articles/223134027 (toll-free: only STOP, in the network)
 */
const STOPS: ReadonlySet<string> = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'])

/** Whether the carrier confirms this opt-out by itself: then a second confirmation from us would be one too many. */
export const carrierAnswers = (text: string, tollFree: boolean): boolean => {
  const word = text.trim().toUpperCase()
  return tollFree ? word === 'STOP' : STOPS.has(word)
}
