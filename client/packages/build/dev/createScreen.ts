/** The one calm screen: a line for each thing that happened and, on a terminal, one moving line for what is awaited. */

export interface ScreenParts {
  readonly write: (text: string) => unknown
  /** Only a terminal can take a line back. */
  readonly isTerminal: boolean
  /** Milliseconds. */
  readonly now: () => number
}

export interface Screen {
  say(text?: string): void
  /** Beside a name; the further lines stand under the first. */
  tell(name: string, text: string): void
  /** Redraws the moving line. */
  tick(waitingFor: readonly string[]): void
}

const nameWidth = 9

export function createScreen({ write, isTerminal, now }: ScreenParts): Screen {
  const began = now()
  let isMoving = false
  const line = (text: string) => {
    if (isMoving) write('\r\x1b[K')
    isMoving = false
    write(`${text}\n`)
  }
  return {
    say: (text = '') => line(text),
    tell(name, text) {
      const [first = '', ...more] = text.split('\n')
      line(`  ${name.padEnd(nameWidth)} ${first}`)
      for (const next of more) line(`  ${' '.repeat(nameWidth)} ${next}`)
    },
    tick(waitingFor) {
      if (!isTerminal || waitingFor.length === 0) return
      const seconds = Math.round((now() - began) / 1000)
      write(`\r\x1b[K  … ${waitingFor.join(', ')}  ${seconds} s`)
      isMoving = true
    },
  }
}
