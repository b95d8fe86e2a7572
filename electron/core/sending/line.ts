import type { Provider } from '../provider/provider.ts'

/** The way out of this computer: the account behind the open book, when there is one. */
export type Line = {
  /** Null while no account is connected or its secret is not known. */
  provider(): Provider | null
}
