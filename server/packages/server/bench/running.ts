/** Programs of the bench, each a process of its own, and what each has cost so far. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** Answers every message with what the process has used; loaded before the program, it changes nothing of it. */
const probe = `--import=data:text/javascript,${encodeURIComponent(`
  process.on('message', (ask) => ask === 'cost' &&
    process.send({ cost: { cpu: process.cpuUsage(), rss: process.memoryUsage.rss() } }))
  process.on('disconnect', () => process.exit())
  process.channel?.unref()
`)}`

export interface Cost {
  /** Microseconds of processor, user and system together, since the start. */
  readonly cpuUs: number
  /** Bytes of resident memory. */
  readonly rss: number
}

export interface Running {
  readonly child: ChildProcess
  cost(): Promise<Cost>
  stop(): Promise<void>
}

export interface Program {
  /** Absolute path of a script. */
  readonly script: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly isTypeScript?: boolean
}

/** One of peers/, with its one argument. */
export function peer(name: string, settings: object = {}): Program {
  const script = fileURLToPath(new URL(`peers/${name}.ts`, import.meta.url))
  return { script, args: [JSON.stringify(settings)], isTypeScript: true }
}

export function run({ script, args = [], env = {}, isTypeScript = false }: Program): Running {
  const child = fork(script, [...args], {
    // A service runs in production; what the bench itself was started with is nobody's business.
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    execArgv: [...(isTypeScript ? ['--import', 'tsx'] : []), probe],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return {
    child,
    async cost() {
      child.send('cost')
      const { cost } = await message<{ cost: { cpu: NodeJS.CpuUsage; rss: number } }>(child)
      return { cpuUs: cost.cpu.user + cost.cpu.system, rss: cost.rss }
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** What drives load, once it listens: an order that comes earlier would be lost. */
export async function startDriver(): Promise<Running> {
  const driver = run(peer('drive'))
  await message(driver.child)
  return driver
}

/** The next message of this process; @throws when it ends instead. */
export function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${child.spawnfile} ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (told) => {
      child.off('exit', onExit)
      resolve(told as T)
    })
  })
}
