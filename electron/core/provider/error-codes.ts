import type { ErrorClass } from './provider.ts'

/** Where a code is met: in the answer of a call, in a message's later status, or in both. */
export type ErrorWhen = 'api' | 'dlr' | 'both'

export type ErrorCode = {
  readonly code: number
  readonly class: ErrorClass
  readonly when: ErrorWhen
  /** Twilio's own English title: for logs and for the practice carrier. People read shared/messages/delivery-reasons.ts. */
  readonly title: string
}

// The titles are Twilio's, the classes are our reading: https://www.twilio.com/docs/api/errors
const rows: readonly (readonly [number, ErrorClass, ErrorWhen, string])[] = [
  [14107, 'rate', 'dlr', 'SMS send rate limit exceeded'],
  [20003, 'account-stop', 'api', 'Permission Denied'],
  [20005, 'account-stop', 'api', 'Account not active'],
  [20008, 'account-stop', 'api', 'Test Credentials'],
  [20404, 'request-bug', 'api', 'Not Found'],
  [20429, 'rate', 'api', 'Too Many Requests'],
  [20500, 'ambiguous', 'api', 'Internal Server Error'],
  [20503, 'ambiguous', 'api', 'Service unavailable'],
  [21211, 'recipient-permanent', 'api', "Invalid 'To' Phone Number"],
  [21212, 'sender-config', 'api', 'Invalid From Number (caller ID)'],
  [21265, 'recipient-permanent', 'api', "'To' number cannot be a Short Code"],
  [21408, 'sender-config', 'api', "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"],
  [21601, 'sender-config', 'api', 'Phone number is not a valid SMS-capable inbound phone number'],
  [21602, 'content', 'api', 'Message body is required'],
  [21603, 'request-bug', 'api', "A 'From' or 'MessagingServiceSid' parameter is required to send a message"],
  [21604, 'request-bug', 'api', "The destination 'To' phone number is required to send an SMS"],
  [21606, 'sender-config', 'api', "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination."],
  [21607, 'sender-config', 'api', "The 'from' phone number must be the sandbox phone number for trial accounts."],
  [21608, 'recipient-permanent', 'api', "The 'to' phone number provided is not yet verified for this account."],
  [21609, 'request-bug', 'api', "Invalid 'StatusCallback'"],
  [21610, 'opt-out', 'api', 'Attempt to send to unsubscribed recipient'],
  [21611, 'rate', 'api', "This 'From' number has exceeded the maximum number of queued messages"],
  [21612, 'recipient-permanent', 'api', "The 'To' phone number is not currently reachable via SMS"],
  [21614, 'recipient-permanent', 'api', "'To' number is not a valid mobile number"],
  [21617, 'content', 'api', 'The concatenated message body exceeds the 1600 character limit'],
  [21619, 'content', 'api', 'Unable to create record'],
  [21620, 'content', 'api', 'Invalid media URL(s)'],
  [21621, 'sender-config', 'api', "The 'From' number has not been enabled for MMS"],
  [21623, 'content', 'api', 'Number of media files exceeds allowed limit'],
  [21624, 'request-bug', 'api', 'Invalid validity period value'],
  [21635, 'recipient-permanent', 'api', "'To' number cannot be a landline"],
  [21659, 'sender-config', 'api', "'From' is not a Twilio phone number or Short Code country mismatch"],
  [21660, 'sender-config', 'api', "Mismatch between the 'From' number and the account"],
  [21661, 'sender-config', 'api', "'From' number is not SMS-capable"],
  [21703, 'sender-config', 'both', 'The Messaging Service does not have a phone number available to send a message'],
  [21704, 'sender-config', 'api', 'The Messaging Service contains no phone numbers'],
  [21705, 'sender-config', 'api', 'The Messaging Service is invalid'],
  [21910, 'request-bug', 'api', 'Invalid From and To pair. From and To should be of the same channel.'],
  [30001, 'retry-later', 'dlr', 'Queue overflow'],
  [30002, 'account-stop', 'dlr', 'Account suspended'],
  [30003, 'retry-later', 'dlr', 'Unreachable destination handset'],
  [30004, 'recipient-permanent', 'dlr', 'Message blocked'],
  [30005, 'recipient-permanent', 'dlr', 'Unknown destination handset'],
  [30006, 'recipient-permanent', 'dlr', 'Landline or unreachable carrier'],
  [30007, 'content', 'dlr', 'Message filtered'],
  [30008, 'retry-later', 'dlr', 'Unknown error'],
  [30010, 'request-bug', 'dlr', 'Message price exceeds max price'],
  [30011, 'recipient-permanent', 'dlr', 'MMS not supported by the receiving phone number in this region'],
  [30017, 'retry-later', 'dlr', 'Carrier network congestion'],
  [30018, 'sender-config', 'dlr', 'Destination carrier requires sender ID pre-registration'],
  [30019, 'content', 'dlr', 'Content size exceeds carrier limit'],
  [30022, 'rate', 'dlr', 'US A2P 10DLC - Rate Limits Exceeded'],
  [30023, 'rate', 'dlr', 'US A2P 10DLC - Daily Message Cap Reached'],
  [30024, 'sender-config', 'dlr', 'Numeric Sender ID Not Provisioned on Carrier'],
  [30026, 'rate', 'dlr', 'US A2P 10DLC - 70% T-Mobile Daily Message Limit Consumed'],
  [30027, 'rate', 'dlr', 'US A2P 10DLC - T-Mobile Daily Message Limit Reached'],
  [30032, 'sender-config', 'dlr', 'Toll-Free Number Has Not Been Verified'],
  [30033, 'sender-config', 'dlr', 'US A2P 10DLC - Campaign Suspended'],
  [30034, 'sender-config', 'dlr', 'US A2P 10DLC - Message from an Unregistered Number'],
  [30035, 'retry-later', 'dlr', 'US A2P 10DLC - Message from a number still being configured'],
  [30036, 'retry-later', 'dlr', 'Validity Period Expired'],
  [30037, 'account-stop', 'dlr', 'Outbound Messaging Disabled'],
  [30039, 'content', 'dlr', 'Filtered to Prevent Message Loops'],
  [30040, 'sender-config', 'dlr', 'Destination carrier requires Sender ID pre-registration'],
  [30041, 'sender-config', 'dlr', 'Message from an unregistered number sent to a United Kingdom number'],
  [30042, 'sender-config', 'dlr', 'The Sender ID is blocked as generic or it contains special characters'],
  [30410, 'ambiguous', 'dlr', 'Provider Timeout Error'],
  [30450, 'retry-later', 'dlr', 'Message delivery blocked'],
  [30453, 'retry-later', 'dlr', "Message couldn't be delivered"],
  [30454, 'account-stop', 'dlr', 'Account exceeded the messages limit'],
  [30485, 'retry-later', 'dlr', "Message couldn't be delivered"],
  [30500, 'retry-later', 'dlr', 'Twilio Internal Error'],
  [35111, 'request-bug', 'api', 'SendAt timestamp is missing'],
  [35114, 'request-bug', 'api', 'Scheduling does not support this timestamp'],
  [35115, 'request-bug', 'api', 'Scheduling does not support this timestamp'],
  [35117, 'request-bug', 'api', 'Scheduling does not support this timestamp'],
  [35118, 'request-bug', 'api', 'MessagingServiceSid is required to schedule a message'],
  [35125, 'rate', 'api', 'Maximum limit reached in the account for scheduling messages'],
  [60728, 'rate', 'both', 'Hourly message limit of the account reached'],
  [63017, 'rate', 'dlr', 'Rate limit exceeded'],
  [63038, 'rate', 'both', 'Account exceeded the daily messages limit'],
]

/** The codes a text message can meet, by code. */
export const errorCodes: ReadonlyMap<number, ErrorCode> = new Map(
  rows.map(([code, errorClass, when, title]) => [code, { code, class: errorClass, when, title }]),
)

/**
 * How to handle an error. Never throws: Twilio adds codes without notice.
 *
 * A code outside the table goes by its HTTP status where that says something: no permission stops the account, a
 * 429 waits, a 408 or a 5xx may have happened. Anything else is `request-bug`: not sent again blindly, nobody's number
 * marked, no sender paused, and the code is shown.
 * @param code Twilio's error code, 0 or null when there was none
 * @param httpStatus the answer's HTTP status; null for a code found in a message's status
 */
export const classOf = (code: number | null, httpStatus: number | null = null): ErrorClass => {
  const known = code == null ? undefined : errorCodes.get(code)
  if (known) return known.class
  if (httpStatus === 401 || httpStatus === 403) return 'account-stop'
  if (httpStatus === 429) return 'rate'
  if (httpStatus === 408 || (httpStatus !== null && httpStatus >= 500)) return 'ambiguous'
  return 'request-bug'
}
