/** Draws icon.png (512 px) from icon.svg in an installed browser; electron-builder makes .icns and .ico of it. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { findBrowser, sandboxArguments } from '../browsers.ts'

const executablePath = findBrowser()
if (executablePath === null) throw new Error('Drawing the icon needs an installed Chrome, Edge or Chromium.')
const browser = await chromium.launch({ executablePath, args: [...sandboxArguments()] })
const page = await browser.newPage({ viewport: { width: 512, height: 512 } })
await page.setContent(`<style>*{margin:0}svg{display:block}</style>${readFileSync(new URL('./icon.svg', import.meta.url), 'utf8')}`)
await page.screenshot({ path: fileURLToPath(new URL('./icon.png', import.meta.url)), omitBackground: true })
await browser.close()
