/** `npm run dev`: the API, the H5 preview and the mini program's watch build, on one calm screen. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

interface Task {
  readonly name: string
  /** Arguments for tsx. */
  readonly args: readonly string[]
  /** The line that says it works; its first group, if any, is the address. */
  readonly ready: RegExp
  readonly say: (address: string) => string
}

const tasks: readonly Task[] = [
  {
    name: 'API',
    args: ['watch', '--clear-screen=false', 'server/commands/devServer.ts'],
    ready: /^API ready at (\S+)/,
    say: (address) => `${address}   with WeChat's stand-in at ${address}/sandbox unless WECHAT_APPS is set`,
  },
  {
    name: 'H5',
    args: ['client/build/uni.ts'],
    ready: /Local:\s+(\S+)/,
    say: (address) => `${address}   open it in a browser, tap 登录 / Sign in`,
  },
  {
    name: 'WeChat',
    args: ['client/build/uni.ts', '-p', 'mp-weixin'],
    ready: /(?:DONE|Watching for changes)/,
    say: () => 'dist/dev/mp-weixin   WeChat DevTools → import this folder (no account needed: 测试号 / tourist)',
  },
]

process.stdout.write('\nuni-trpc   starting; the first build takes about half a minute / 正在启动，首次构建约半分钟\n\n')

const waiting = new Set(tasks.map(({ name }) => name))
let isStopping = false
const children = tasks.map(start)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop())

function stop(): void {
  isStopping = true
  children.forEach((child) => child.kill())
}

function start(task: Task) {
  const tsx = fileURLToPath(import.meta.resolve('tsx/cli'))
  const child = spawn(process.execPath, [tsx, ...task.args], { stdio: ['ignore', 'pipe', 'pipe'] })
  watch(task, child.stdout)
  watch(task, child.stderr)
  child.once('exit', (code) => {
    if (isStopping) return
    print(task.name, `stopped with exit code ${code}; the lines above say why / 已退出，原因见上`)
    process.exitCode = code ?? 1
    stop()
  })
  return child
}

function watch(task: Task, output: Readable): void {
  createInterface({ input: output }).on('line', (line) => {
    const text = line.replace(/\x1b\[[0-9;]*m/g, '').trim()
    const [, address = ''] = task.ready.exec(text) ?? []
    if (task.ready.test(text) && waiting.delete(task.name)) {
      print(task.name, `✓ ${task.say(address.replace(/\/$/, ''))}`)
      if (waiting.size === 0) process.stdout.write('\nAll is running; it rebuilds on change. Ctrl+C stops it / 全部就绪，修改即重建，Ctrl+C 停止\n\n')
      return
    }
    if (isTrouble(text)) print(task.name, text)
  })
}

/** Progress and routine requests stay off the screen; what asks for attention does not. */
function isTrouble(text: string): boolean {
  if (text.startsWith('{')) return /"level":(?:40|50|60)/.test(text)
  return /error|warn|fail|cannot|missing|缺少|错误|\.(?:vue|ts):\d+/i.test(text)
}

function print(name: string, text: string): void {
  process.stdout.write(`  ${name.padEnd(8)} ${text}\n`)
}
