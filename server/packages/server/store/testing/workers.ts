/** Processes of their own with the store open, as nodes are, told by a test what to do. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { builtPackage } from 'uni-trpc-build/testing'
import type { Order, Report } from './storeProcess.ts'

export interface Worker {
  tell(order: Order): Promise<readonly (string | boolean)[]>
  /** Every session id reported so far. */
  readonly written: readonly string[]
  kill(): Promise<void>
}

export interface Workers {
  start(count: number): Promise<Worker[]>
  /** Whatever still runs. */
  end(): Promise<void>
}

export function createWorkers(): Workers {
  const children: ChildProcess[] = []
  return {
    start: (count) => Promise.all(Array.from({ length: count }, () => startWorker(children))),
    end: async () => void (await Promise.all(children.map(end))),
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function startWorker(children: ChildProcess[]): Promise<Worker> {
  const script = join(await builtPackage('commands'), 'storeProcess.js')
  const child = fork(script, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.push(child)
  const written: string[] = []
  child.on('message', (report: Report) => {
    if (report.kind === 'written') written.push(report.sessionId)
  })
  const first = await next(child)
  if (first.kind !== 'ready') throw new Error(`The process did not start: ${JSON.stringify(first)}`)
  return {
    written,
    async tell(order) {
      child.send(order)
      const report = await next(child)
      if (report.kind === 'done') return report.answer
      throw new Error(`The process reported: ${JSON.stringify(report)}`)
    },
    kill: () => end(child),
  }
}

/** The next report but `written`, or the end of the process. */
function next(child: ChildProcess): Promise<Report> {
  return new Promise((resolve) => {
    const finish = (report: Report): void => {
      child.off('message', listen)
      child.off('exit', leave)
      resolve(report)
    }
    const listen = (report: Report): void => {
      if (report.kind !== 'written') finish(report)
    }
    const leave = (): void => finish({ kind: 'failed', message: 'it ended' })
    child.on('message', listen)
    child.on('exit', leave)
  })
}

export const signInOrder = (openId: string, name: string, count: number): Order => ({
  kind: 'signIn',
  openId,
  name,
  count,
})
export const tellAll = (workers: readonly Worker[], order: (index: number) => Order) =>
  Promise.all(workers.map((worker, index) => worker.tell(order(index))))
