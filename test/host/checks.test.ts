import { expect, test } from 'vitest'
import { externalAddress, isCallName } from '../../electron/host/checks.ts'
import { developmentChoices } from '../../electron/host/development.ts'
import { systemPlace } from '../../electron/host/place.ts'
import { placeOn, readPlace } from '../../electron/host/window-place.ts'

test('a packaged Deskbell takes neither carrier nor binding from the environment', () => {
  const env = { DESKBELL_PROVIDER_URL: 'http://127.0.0.1:1', DESKBELL_ACCOUNT_SID: 'AC1', DESKBELL_AUTH_TOKEN: 'secret', SQLITE_BINDING_NAPI9: '/somewhere.node' }
  expect(developmentChoices(true, env)).toEqual({})
  expect(developmentChoices(false, env)).toEqual({
    providerOverride: { baseUrl: 'http://127.0.0.1:1', accountSid: 'AC1', authToken: 'secret' },
    nativeBinding: '/somewhere.node',
  })
  expect(developmentChoices(false, { ...env, DESKBELL_AUTH_TOKEN: '' })).toEqual({ nativeBinding: '/somewhere.node' })
})

test.each(['file:///etc/passwd', 'javascript:alert(1)', 'http://example.com/', 'https://user@example.com/', 'https://', '', 42, null])('%j is not shown in a browser', (address) => {
  expect(externalAddress(address)).toBeNull()
})

test('an https address is shown as a browser reads it', () => {
  expect(externalAddress('HTTPS://Example.com/a b')).toBe('https://example.com/a%20b')
})

test('only names of the contract are calls', () => {
  expect(isCallName('settings.get')).toBe(true)
  for (const name of ['__proto__', 'constructor', 'hasOwnProperty', '', 42, null, undefined]) expect(isCallName(name), String(name)).toBe(false)
})

test.each([
  ['fr-CA', { systemLanguage: 'fr', systemCountry: 'CA' }],
  ['en_GB', { systemLanguage: 'en', systemCountry: 'GB' }],
  ['zh-Hant-TW', { systemLanguage: 'en', systemCountry: 'TW' }],
  ['fr', { systemLanguage: 'fr' }],
  ['', { systemLanguage: 'en' }],
])('the locale %s', (locale, place) => {
  expect(systemPlace(locale)).toEqual(place)
})

test('a window comes back where it was, unless that screen is gone', () => {
  const screens = [{ x: 0, y: 25, width: 1440, height: 875 }]
  const remembered = readPlace(() => '{"bounds":{"x":100,"y":60,"width":1000,"height":700},"maximized":true}')
  expect(placeOn(remembered, screens)).toEqual({ bounds: { x: 100, y: 60, width: 1000, height: 700 }, maximized: true })
  const elsewhere = { ...remembered, bounds: { x: 2000, y: 60, width: 1000, height: 700 } }
  expect(placeOn(elsewhere, screens)).toEqual({ bounds: { width: 1240, height: 820 }, maximized: true })
  for (const text of ['', 'null', '{}', '{"bounds":{"x":"0"}}']) expect(readPlace(() => text)).toEqual({ bounds: { width: 1240, height: 820 }, maximized: false })
})
