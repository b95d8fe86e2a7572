/** What the demo shows: a bar while it works, a table at the end. Everything for people goes to standard error when JSON is asked for. */
export type Terminal = { say(text: string): void; bar(label: string, done: number, total: number): void; endBar(): void; table(rows: readonly (readonly [string, string])[]): void }

const WIDTH = 30

export const createTerminal = (json: boolean): Terminal => {
  const out = json ? process.stderr : process.stdout
  const live = out.isTTY === true
  let shown = ''
  let quarter = -1
  return {
    say: (text) => void out.write(`${text}\n`),
    bar(label, done, total) {
      const share = total === 0 ? 1 : Math.min(1, done / total)
      const text = `${label} ${'█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')} ${done} of ${total}`
      if (live) {
        if (text !== shown) out.write(`\r${text}\x1b[K`)
        shown = text
        return
      }
      // Without a terminal (CI, a pipe) a line a quarter is enough.
      const reached = Math.floor(share * 4)
      if (reached !== quarter) out.write(`${text}\n`)
      quarter = reached
    },
    endBar() {
      if (live && shown !== '') out.write('\n')
      shown = ''
      quarter = -1
    },
    table(rows) {
      const width = Math.max(...rows.map(([name]) => name.length))
      for (const [name, value] of rows) out.write(`  ${name.padEnd(width)}  ${value}\n`)
    },
  }
}
