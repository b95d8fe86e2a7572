import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

export type ServedFile = { readonly body: Buffer; readonly type: string }

/**
 * The built page's file for a URL path, or null for anything that is not one of the built files: another type, a
 * missing file, or a way out of the folder, however it is spelled (`..`, `%2e`, `%5c`). "/" is index.html.
 */
export const servedFile = async (folder: string, urlPath: string): Promise<ServedFile | null> => {
  let path: string
  try {
    path = decodeURIComponent(urlPath)
  } catch {
    return null
  }
  if (path === '/') path = '/index.html'
  const type = types[extname(path)]
  // Every step begins with a letter, a digit or "_": no "..", no hidden file, no backslash, no empty step.
  if (type === undefined || !/^(\/\w[\w.-]*)+$/.test(path)) return null
  try {
    return { body: await readFile(join(folder, path)), type }
  } catch {
    return null
  }
}
