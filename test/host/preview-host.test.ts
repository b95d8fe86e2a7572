import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPreviewHost, type HostedCore, type PreviewHost } from '../../build/preview-host/server.ts'
import { contentSecurityPolicy } from '../../electron/host/csp.ts'
import { ok } from '../../shared/result.ts'

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
type Ask = { readonly method?: string; readonly path?: string; readonly headers?: Record<string, string>; readonly body?: string }

let folder: string
let host: PreviewHost
let port: number
let tell: (event: string, data: unknown) => void
const calls: unknown[] = []
const granted = new Map<string, string>()

const core: HostedCore = {
  call(name, input) {
    calls.push([name, input])
    return Promise.resolve(ok({ name }))
  },
  on(listener) {
    tell = listener
    return () => undefined
  },
  files: {
    grant(path) {
      granted.set('file-1', path)
      return { fileId: 'file-1', name: basename(path), bytes: readFileSync(path).length }
    },
    path: (fileId) => granted.get(fileId) ?? null,
  },
}

/** A request as anybody could write one: no browser tidies it. */
const ask = ({ method = 'GET', path = '/', headers = {}, body }: Ask): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { Host: `127.0.0.1:${port}`, ...headers }, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => { text += piece })
      response.on('end', () => { resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }) })
    })
    sent.on('error', reject)
    sent.end(body)
  })

const origin = () => `http://127.0.0.1:${port}`
const enter = async (): Promise<string> => {
  const answer = await ask({ path: new URL(host.newUrl()).pathname + new URL(host.newUrl()).search })
  return answer.headers['set-cookie']![0]!.split(';')[0]!
}
const post = async (more: Ask & { readonly cookie?: string }) => ask({
  method: 'POST',
  path: '/call/settings.get',
  body: '{}',
  ...more,
  headers: { Origin: origin(), 'Content-Type': 'application/json', Cookie: more.cookie ?? (await enter()), ...more.headers },
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskbell-host-'))
  const rendererFolder = join(folder, 'renderer')
  mkdirSync(rendererFolder)
  writeFileSync(join(folder, 'secret.json'), '{"secret":true}')
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><html><head></head><body></body></html>')
  host = await createPreviewHost({ core, rendererFolder, maxCallBytes: 1000, maxUploadBytes: 1000 })
  port = Number(new URL(host.url).port)
  calls.length = 0
  granted.clear()
})
afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the token is exchanged once for a cookie that no script reads, and the address is clean afterwards', async () => {
  const { search } = new URL(host.url)
  const first = await ask({ path: `/${search}` })
  expect(first.status).toBe(303)
  expect(first.headers.location).toBe('/')
  expect(first.headers['set-cookie']![0]).toMatch(/; HttpOnly; SameSite=Strict/)
  expect((await ask({ path: `/${search}` })).status).toBe(403)
})

test.each(['', 'x', 'undefined'])('a wrong token (%j) is refused', async (token) => {
  const answer = await ask({ path: `/?token=${token}` })
  expect(answer.status).toBe(403)
  expect(answer.headers['set-cookie']).toBeUndefined()
})

test('nothing is told without the cookie, and a cookie of another session is none', async () => {
  for (const path of ['/', '/index.html', '/bridge.mjs', '/events', '/download/file-1']) expect((await ask({ path })).status, path).toBe(403)
  expect((await post({ cookie: '' })).status).toBe(403)
  expect((await post({ cookie: `deskbell-${port}=${'A'.repeat(43)}` })).status).toBe(403)
  expect(calls).toEqual([])
})

test('the page carries the policy and the bridge, as a file of its own', async () => {
  const page = await ask({ headers: { Cookie: await enter() } })
  expect(page.headers['content-security-policy']).toBe(contentSecurityPolicy)
  expect(page.body).toContain('<script src="/bridge.mjs"></script>')
  expect(page.body).not.toMatch(/<script>/)
})

test('a call reaches core with its input', async () => {
  const answer = await post({ path: '/call/settings.save', body: '{"businessName":"Marlow Bakery"}' })
  expect(JSON.parse(answer.body)).toEqual(ok({ name: 'settings.save' }))
  expect(calls).toEqual([['settings.save', { businessName: 'Marlow Bakery' }]])
})

test.each(['https://example.com', 'http://127.0.0.1:1', 'http://localhost', 'null'])('a page of another origin (%s) is refused, cookie or not', async (other) => {
  expect((await post({ headers: { Origin: other } })).status).toBe(403)
  expect((await ask({ headers: { Origin: other, Cookie: await enter() } })).status).toBe(403)
  expect(calls).toEqual([])
})

test('a call without an origin is refused', async () => {
  const answer = await ask({ method: 'POST', path: '/call/settings.get', body: '{}', headers: { 'Content-Type': 'application/json', Cookie: await enter() } })
  expect(answer.status).toBe(403)
})

test('a name that was rebound to this computer is refused', async () => {
  for (const name of [`evil.example:${port}`, `localhost:${port}`, '127.0.0.1', `127.0.0.1:${port}.evil.example`]) {
    expect((await post({ headers: { Host: name } })).status, name).toBe(403)
  }
  expect(calls).toEqual([])
})

test('there is no way out of the renderer\'s folder', async () => {
  const Cookie = await enter()
  for (const path of ['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/%2e%2e%2fsecret.json', '/..%5csecret.json', '//secret.json', '/x/../../secret.json']) {
    const answer = await ask({ path, headers: { Cookie } })
    expect(answer.status, path).toBe(404)
    expect(answer.body).not.toContain('secret":true')
  }
  expect((await ask({ path: '/%E0%A4%A', headers: { Cookie } })).status).toBe(404)
})

test('a call that is too large, no JSON, of another type or unknown never reaches core', async () => {
  expect((await post({ body: JSON.stringify('x'.repeat(2000)) })).status).toBe(413)
  expect((await post({ body: '{' })).status).toBe(400)
  expect((await post({ headers: { 'Content-Type': 'text/plain' } })).status).toBe(415)
  for (const name of ['nothing.here', '__proto__', 'constructor']) {
    expect(JSON.parse((await post({ path: `/call/${name}` })).body)).toMatchObject({ ok: false, error: { code: 'unknown-call' } })
  }
  expect(calls).toEqual([])
})

test('an upload becomes a ticket, under a name that leads nowhere', async () => {
  const answer = await post({ path: '/upload', body: 'a,b\n', headers: { 'X-File-Name': encodeURIComponent('../../..\\été:2026.csv') } })
  expect(JSON.parse(answer.body)).toEqual({ fileId: 'file-1', name: 'été_2026.csv', bytes: 4 })
  expect(readFileSync(granted.get('file-1')!, 'utf8')).toBe('a,b\n')
})

test('an upload that is too large is refused and not kept', async () => {
  // The host hangs up on a sender that goes on; either way nothing is granted.
  const answer = await post({ path: '/upload', body: 'x'.repeat(2000) }).catch(() => null)
  expect(answer === null || answer.status === 413).toBe(true)
  expect(granted.size).toBe(0)
})

test('a file that core wrote can be saved; one it never gave cannot', async () => {
  const file = join(folder, 'rejected.csv')
  writeFileSync(file, 'why\n')
  core.files.grant(file)
  const Cookie = await enter()
  const answer = await ask({ path: '/download/file-1?name=rejected.csv', headers: { Cookie } })
  expect(answer.body).toBe('why\n')
  expect(answer.headers['content-disposition']).toBe("attachment; filename*=UTF-8''rejected.csv")
  expect((await ask({ path: '/download/file-2', headers: { Cookie } })).status).toBe(404)
  expect((await ask({ path: `/download/${encodeURIComponent('../secret.json')}`, headers: { Cookie } })).status).toBe(404)
})

test('events reach the window that listens', async () => {
  const Cookie = await enter()
  const heard = await new Promise<string>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path: '/events', headers: { Host: `127.0.0.1:${port}`, Cookie }, agent: false }, (response) => {
      let text = ''
      tell('changed', { topics: ['lists'] })
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
        if (!text.includes('data:')) return
        sent.destroy()
        resolve(text)
      })
    })
    sent.on('error', reject)
    sent.end()
  })
  expect(heard).toContain('event: changed\ndata: {"topics":["lists"]}\n\n')
})
