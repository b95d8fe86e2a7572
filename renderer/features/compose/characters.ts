/** Characters that force Unicode, as a person can be shown them. */

/** What stands for a character that cannot be seen. */
export type CharacterLook = { readonly kind: 'visible'; readonly text: string } | { readonly kind: 'space' } | { readonly kind: 'invisible' }

export const lookOf = (char: string): CharacterLook => {
  if (/^\p{Z}$/u.test(char) || char === '\t') return { kind: 'space' }
  if (/^[\p{C}\p{M}]$/u.test(char) || char === '\u200b') return { kind: 'invisible' }
  return { kind: 'visible', text: char }
}
