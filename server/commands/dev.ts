/** `npm run dev`: the API, the H5 preview and the mini program's watch build, on one calm screen; `-- --lan` for a phone. */
import { spawn } from 'node:child_process'
import { watchFile } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { EnvError, processVariables, readEnv, type Settings } from '../env.ts'
import { createScreen } from './dev/createScreen.ts'
import { lanAddress } from './dev/lanAddress.ts'
import { portProblem } from './dev/portProblem.ts'
import { readLine } from './dev/readLine.ts'
import { allRunning, envChanged, explanations, noLan, phoneSteps, starting, stopped, works, worksAgain, type Standing } from './dev/sentences.ts'
import { tasks, type LanTarget, type Task } from './dev/tasks.ts'
import { developmentSecrets } from './developmentSecrets.ts'

const screen = createScreen({ write: (text) => process.stdout.write(text), isTerminal: process.stdout.isTTY, now: Date.now })
const variables = processVariables()

try {
  const settings = readEnv({ ...developmentSecrets('data'), ...variables, NODE_ENV: 'development' })
  const lan = process.argv.includes('--lan') ? lanTarget(settings.port) : null
  const problem = await portProblem(settings.port, lan?.address ?? settings.host)
  if (problem) throw new Error(problem)
  run(settings, lan)
} catch (error) {
  screen.say(`\n${error instanceof EnvError || !(error instanceof Error) ? String(error) : error.message}\n`)
  process.exitCode = 1
}

function lanTarget(port: number): LanTarget {
  const address = lanAddress(networkInterfaces())
  if (!address) throw new Error(noLan)
  return { address, apiOrigin: `http://${address}:${port}` }
}

function run(settings: Settings, lan: LanTarget | null): void {
  const addresses = new Map<string, string>()
  const started = tasks(lan)
  const waiting = new Set<string>(started.map(({ name }) => name))
  let isStopping = false
  screen.say(starting)
  const children = started.map((task) => start(task))
  const ticking = setInterval(() => screen.tick([...waiting]), 1000)
  watchFile('.env', { interval: 1000 }, () => screen.tell('', envChanged)).unref()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)

  function start(task: Task) {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('tsx/cli')), ...task.args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...variables, ...task.env },
    })
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => show(task, line))
    }
    child.once('exit', (code) => {
      if (isStopping) return
      screen.tell(task.name, stopped(code))
      process.exitCode = code ?? 1
      stop()
    })
    return child
  }

  function show(task: Task, raw: string): void {
    const line = readLine(task, raw)
    if (line.kind === 'text') screen.tell(task.name, line.text)
    if (line.kind !== 'ready') return
    if (!waiting.delete(task.name)) {
      if (waiting.size === 0) screen.tell(task.name, worksAgain[task.name])
      return
    }
    addresses.set(task.name, line.address)
    screen.tell(task.name, works[task.name](line.address))
    if (waiting.size === 0) explain()
  }

  function explain(): void {
    const standing: Standing = {
      api: addresses.get('API') ?? '',
      h5: addresses.get('H5') ?? '',
      appIds: [...settings.wechatApps.keys()],
      clientAppId: variables['VITE_APP_ID'] ?? '',
    }
    screen.say()
    for (const [name, text] of explanations(standing)) screen.tell(name, text)
    if (lan) screen.tell('phone', phoneSteps(lan, standing).join('\n'))
    screen.say(`\n${allRunning}\n`)
  }

  function stop(): void {
    isStopping = true
    clearInterval(ticking)
    children.forEach((child) => child.kill())
  }
}
