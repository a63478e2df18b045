/**
 * `npm run dev`: the API, the H5 preview and the mini program's watch build, on one calm screen; `-- --lan` for a
 * phone.
 */
import { readFileSync, watchFile } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { developmentSecrets, processVariables, readEnv, withDefaults, type Settings } from 'uni-trpc-server/development'
import { createScreen } from './dev/createScreen.ts'
import { createWatch } from './dev/createWatch.ts'
import { lanAddress } from './dev/lanAddress.ts'
import { portProblem } from './dev/portProblem.ts'
import { runTasks } from './dev/runTasks.ts'
import {
  allRunning,
  envChanged,
  explanations,
  noLan,
  phoneSteps,
  starting,
  stopped,
  type Standing,
} from './dev/sentences.ts'
import { tasksOf, type LanTarget } from './dev/tasks.ts'

const screen = createScreen({
  write: (text) => process.stdout.write(text),
  isTerminal: process.stdout.isTTY,
  now: Date.now,
})

try {
  const variables = processVariables()
  const settings = readEnv({ ...withDefaults(developmentSecrets('data'), variables), NODE_ENV: 'development' })
  const lan = process.argv.includes('--lan') ? lanTarget(settings.port) : null
  const problem = await portProblem(settings.port, lan?.address ?? settings.host)
  if (problem) throw new Error(problem)
  run(settings, { lan, variables })
} catch (error) {
  screen.say(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function lanTarget(port: number): LanTarget {
  const address = lanAddress(networkInterfaces())
  if (!address) throw new Error(noLan)
  return { address, apiOrigin: `http://${address}:${port}` }
}

interface Surroundings {
  readonly lan: LanTarget | null
  readonly variables: Readonly<Record<string, string | undefined>>
}

function run(settings: Settings, { lan, variables }: Surroundings): void {
  const tasks = tasksOf(lan, settings.port)
  const watch = createWatch({
    screen,
    tasks,
    readSource: (path) => readFileSync(path, 'utf8'),
    onAllReady(addresses) {
      const appIds = [...settings.wechatApps.keys()]
      explain(
        {
          api: addresses.get('API') ?? '',
          h5: addresses.get('H5') ?? '',
          appIds,
          clientAppId: variables['VITE_APP_ID'] ?? '',
        },
        lan,
      )
    },
  })
  screen.say(starting)
  const ticking = setInterval(watch.tick, 1000)
  const end = () => {
    clearInterval(ticking)
    stop()
  }
  const stop = runTasks(tasks, {
    env: variables,
    onLine: watch.read,
    onEnd(task, code) {
      screen.tell(task.name, stopped(code))
      process.exitCode = code ?? 1
      end()
    },
  })
  watchFile('.env', { interval: 1000 }, (now, before) => {
    // It is also called, once, when there is no such file.
    if (now.mtimeMs !== before.mtimeMs) screen.tell('!', envChanged)
  }).unref()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
}

function explain(standing: Standing, lan: LanTarget | null): void {
  screen.say()
  for (const [name, text] of explanations(standing)) screen.tell(name, text)
  if (lan) screen.tell('phone', phoneSteps(lan, standing).join('\n'))
  screen.say(`\n${allRunning}\n`)
}
