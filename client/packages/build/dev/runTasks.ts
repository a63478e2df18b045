/** Starts the three as processes of their own and hands over every line that they write. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Task } from './tasks.ts'

/** How long one may take to end; vite's server waits for connections that browsers keep open. */
const graceMs = 3000

export interface RunParts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly onLine: (task: Task, line: string) => void
  /** One has ended that should not have. */
  readonly onEnd: (task: Task, code: number | null) => void
}

/** Answers how to stop them all. */
export function runTasks(tasks: readonly Task[], { env, onLine, onEnd }: RunParts): () => void {
  let isStopping = false
  const children = tasks.map((task) => {
    const child = spawn(process.execPath, task.args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, ...task.env },
    })
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => onLine(task, line))
    }
    child.once('exit', (code) => {
      if (!isStopping) onEnd(task, code)
    })
    return child
  })
  return () => {
    isStopping = true
    for (const child of children) child.kill()
    setTimeout(() => {
      for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
    }, graceMs).unref()
  }
}
