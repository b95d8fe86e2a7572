/** Which files of a message are kept, what they are called, and whether they are what they say. */

export type FileType = { readonly ending: string; readonly image: boolean }

/** Only these. No SVG, no page, no program: whatever could do more than be looked at. */
const TYPES: ReadonlyMap<string, FileType> = new Map([
  ['image/jpeg', { ending: 'jpg', image: true }],
  ['image/png', { ending: 'png', image: true }],
  ['image/gif', { ending: 'gif', image: true }],
  ['image/webp', { ending: 'webp', image: true }],
  ['image/heic', { ending: 'heic', image: false }],
  ['image/tiff', { ending: 'tiff', image: false }],
  ['application/pdf', { ending: 'pdf', image: false }],
  ['text/vcard', { ending: 'vcf', image: false }],
  ['text/x-vcard', { ending: 'vcf', image: false }],
  ['text/calendar', { ending: 'ics', image: false }],
  ['text/plain', { ending: 'txt', image: false }],
  ['audio/mpeg', { ending: 'mp3', image: false }],
  ['audio/mp4', { ending: 'm4a', image: false }],
  ['audio/amr', { ending: 'amr', image: false }],
  ['audio/ogg', { ending: 'ogg', image: false }],
  ['video/mp4', { ending: 'mp4', image: false }],
  ['video/3gpp', { ending: '3gp', image: false }],
  ['video/quicktime', { ending: 'mov', image: false }],
])

export const plainType = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase()

/** Null: a type that is not kept. */
export const fileType = (contentType: string | null): FileType | null => (contentType === null ? null : (TYPES.get(plainType(contentType)) ?? null))

const begins = (data: Uint8Array, at: number, ...bytes: readonly number[]): boolean => bytes.every((byte, index) => data[at + index] === byte)
const text = (word: string): readonly number[] => [...word].map((char) => char.charCodeAt(0))

/** An image that is shown must begin as its kind does; other files are only ever saved. */
export const isWhatItSays = (contentType: string, data: Uint8Array): boolean => {
  switch (plainType(contentType)) {
    case 'image/jpeg':
      return begins(data, 0, 0xff, 0xd8, 0xff)
    case 'image/png':
      return begins(data, 0, 0x89, ...text('PNG'), 0x0d, 0x0a, 0x1a, 0x0a)
    case 'image/gif':
      return begins(data, 0, ...text('GIF87a')) || begins(data, 0, ...text('GIF89a'))
    case 'image/webp':
      return begins(data, 0, ...text('RIFF')) && begins(data, 8, ...text('WEBP'))
    default:
      return true
  }
}
