/** The bytes a record of a sheet is hashed over. */
export const canonicalBytes: (event: object) => string
/** What is wrong with a chain of a sheet, as sentences. */
export const checkChain: (chain: unknown, disclosures?: Readonly<Record<string, string>>) => string[]
export const checkSheet: (sheet: unknown) =>
  | { readonly readable: false; readonly why: string }
  | { readonly readable: true; readonly whole: boolean; readonly general: readonly string[]; readonly chains: readonly { readonly number: string; readonly purpose: string; readonly records: number; readonly wrong: readonly string[] }[] }
