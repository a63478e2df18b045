/** Sorts the output of the three: progress and routine stay off the screen, everything else is for the developer. */
import { posix } from 'node:path'
import { apiStoppedLine } from 'uni-trpc-server/development'
import { z } from 'zod'
import type { Task } from './tasks.ts'

/** What devServer.ts writes when it ends otherwise than asked to. */

export type Line =
  /** It works; again after each change. */
  | { readonly kind: 'ready'; readonly address: string }
  /** The API has ended; it starts again by itself with the next change. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'routine' }
  | { readonly kind: 'text'; readonly text: string }

const routine: Readonly<Record<Task['name'], readonly RegExp[]>> = {
  API: [
    /^API ready/,
    /^Node\.js v\d/,
    /triggerUncaughtException/,
    /^node:internal\//,
    /^\s+\^$/,
    /^\s*at .*(?:node:|node_modules)/,
  ],
  H5: viteRoutine(),
  WeChat: viteRoutine(),
}

/** uni-app's own progress, in the two languages that it speaks, and vite's. */
function viteRoutine(): RegExp[] {
  return [
    /^Please note that in running mode|^请注意运行模式/,
    /^Vite is compiled on demand|vite是按需编译/,
    /^Compiler version|^编译器版本/,
    /^Compiling\.\.\.|^正在编译中|^Incremental Compiling|^开始差量编译/,
    /^Run method|^运行方式/,
    /DONE {2}Build complete/,
    /uniCloud/,
    /^\s*vite v\d|ready in [\d.]+ ?m?s|➜/,
    /\[vite\] (?:page reload|hmr update|hot updated|\(client\) )/,
    // That the API is down, it says itself.
    /\[vite\].*(?:ECONNREFUSED|ECONNRESET|proxy error)/,
    /optimiz(?:ed|ing)|new dependencies|reloading$|server restarted|changed, restarting/i,
  ]
}

/** `raw` is one line as the process wrote it. */
export function readLine(task: Task, raw: string): Line {
  const text = raw.replace(/\x1b\[[0-9;]*m/g, '').trimEnd()
  const found = task.ready.exec(text)
  if (text === apiStoppedLine) return { kind: 'stopped' }
  if (found) return { kind: 'ready', address: (found[1] ?? '').replace(/\/$/, '') }
  if (text.startsWith('{"level":')) return logged(text)
  if (text.trim() === '' || routine[task.name].some((line) => line.test(text))) return { kind: 'routine' }
  return { kind: 'text', text: fromRoot(text) }
}

/** uni-app counts paths from client/; from here they can be clicked. */
function fromRoot(text: string): string {
  return text.replace(
    /^at ((?:\.\.\/)*[\w-]+(?:\/[\w.-]+)*\.(?:vue|ts|js|json|css):\d+)/,
    (_, path: string) => `at ${posix.join('client', path)}`,
  )
}

const record = z.object({
  level: z.number(),
  msg: z.string().default(''),
  requestId: z.string().optional(),
  err: z.object({ message: z.string().default(''), stack: z.string().default('') }).optional(),
})
const leastLevel = 40

/** A record of the server's log: from warnings upward, with the lines of its stack that are ours. */
function logged(text: string): Line {
  const { data } = record.safeParse(parsed(text))
  if (!data) return { kind: 'text', text }
  if (data.level < leastLevel) return { kind: 'routine' }
  const ours = (data.err?.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !/node_modules|node:/.test(line))
  const id = data.requestId ? ` (${data.requestId})` : ''
  const why = data.err?.message ? `: ${data.err.message}` : ''
  return { kind: 'text', text: [`${data.msg}${id}${why}`, ...ours].join('\n') }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
