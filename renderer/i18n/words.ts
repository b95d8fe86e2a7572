/** The same keys with any words: what a French file must be for its English one. A missing word does not compile. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> }
