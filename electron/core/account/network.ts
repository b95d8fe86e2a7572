import type { Provider } from '../provider/provider.ts'

/**
 * The same provider, telling after each call whether the network answered. What may be the server's own trouble
 * (5xx, a time-out) says nothing about the network.
 */
export const watchNetwork = (provider: Provider, tell: (online: boolean) => void): Provider => {
  const seen = async <T extends { readonly kind: string }>(answer: Promise<T>): Promise<T> => {
    const got = await answer
    if (got.kind === 'offline') tell(false)
    else if (got.kind !== 'failed' && got.kind !== 'unknown') tell(true)
    return got
  }
  return {
    account: () => seen(provider.account()),
    balance: () => seen(provider.balance()),
    numbers: () => seen(provider.numbers()),
    price: (country) => seen(provider.price(country)),
    send: (message) => seen(provider.send(message)),
    fetch: (sid) => seen(provider.fetch(sid)),
    list: (filter) => seen(provider.list(filter)),
    media: (sid) => seen(provider.media(sid)),
    download: (message, media, maxBytes) => seen(provider.download(message, media, maxBytes)),
    redact: (sid) => seen(provider.redact(sid)),
    removeMedia: (message, media) => seen(provider.removeMedia(message, media)),
    close: () => provider.close(),
  }
}
