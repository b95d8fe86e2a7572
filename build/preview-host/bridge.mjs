/* global window, document, fetch, EventSource, location, File */
// The same window.deskbell that electron/preload.ts puts there, over HTTP to the preview host. Loaded as a classic
// script before the page's own module, so that it is there first.
;(() => {
  /** @type {Map<string, Set<(data: unknown) => void>>} */
  const listeners = new Map()
  const events = new EventSource('/events')
  const listen = (name) => {
    listeners.set(name, new Set())
    events.addEventListener(name, (message) => {
      const data = JSON.parse(message.data)
      listeners.get(name).forEach((listener) => listener(data))
    })
  }

  const post = async (path, body, headers = {}) => {
    const answer = await fetch(path, { method: 'POST', body, headers })
    if (!answer.ok) throw new Error(`The preview host answered ${answer.status}.`)
    return answer.json()
  }

  const upload = (file) => {
    if (!(file instanceof File)) return Promise.reject(new Error('That is not a file.'))
    return post('/upload', file, { 'Content-Type': 'application/octet-stream', 'X-File-Name': encodeURIComponent(file.name) })
  }

  const choose = (accept) =>
    new Promise((resolve) => {
      const input = document.createElement('input')
      input.type = 'file'
      input.accept = accept
      input.addEventListener('change', () => resolve(input.files[0] ?? null))
      input.addEventListener('cancel', () => resolve(null))
      input.click()
    })

  Object.defineProperty(window, 'deskbell', {
    value: Object.freeze({
      platform: 'browser',
      call: (name, input) => post(`/call/${encodeURIComponent(name)}`, JSON.stringify(input ?? {}), { 'Content-Type': 'application/json' }),
      on(event, listener) {
        if (!listeners.has(event)) listen(event)
        listeners.get(event).add(listener)
        return () => listeners.get(event).delete(listener)
      },
      async openFile(accept) {
        const file = await choose(accept)
        return file === null ? null : upload(file)
      },
      fileFromDrop: upload,
      async saveFile(ticket) {
        const link = document.createElement('a')
        link.href = `/download/${encodeURIComponent(ticket.fileId)}?name=${encodeURIComponent(ticket.name)}`
        link.download = ticket.name
        link.click()
        return { saved: true }
      },
      async openExternal(address) {
        const url = new URL(address, location.href)
        if (url.protocol !== 'https:') throw new Error('Only https pages are opened.')
        window.open(url.href, '_blank', 'noopener,noreferrer')
      },
    }),
  })
})()
