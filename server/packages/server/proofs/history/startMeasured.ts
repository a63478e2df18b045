/** The built server as a process of its own that tells how it is, and whose clock can be set. */
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { start, type RunningServer } from '../../testing/startServer.ts'

const shape = z.object({
  /** The event loop's longest turn in milliseconds since the server listens. */
  longestTurnMs: z.number(),
  /** Bytes. */
  rss: z.number(),
  heap: z.number(),
  /** Sockets, timers and whatever else the event loop holds. */
  handles: z.number(),
})
export type Vitals = z.infer<typeof shape>

export interface MeasuredServer extends RunningServer {
  /** As it was a moment ago, or in the moment before it was killed. */
  vitals(): Vitals
  /** How far its clock is off from now on, in milliseconds. */
  setClock(offsetMs: number): void
}

/**
 * Loaded before the server, of which it changes nothing but the clock. It measures once there is a server that listens.
 */
const probe = (folder: string) => `
  import { monitorEventLoopDelay } from 'node:perf_hooks'
  import { readFileSync, renameSync, writeFileSync } from 'node:fs'
  const read = () => { try { return Number(readFileSync(${JSON.stringify(join(folder, 'clock'))}, 'utf8')) } catch { return 0 } }
  let offset = read()
  const RealDate = Date
  globalThis.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(RealDate.now() + offset) }
    static now() { return RealDate.now() + offset }
  }
  const turns = monitorEventLoopDelay({ resolution: 5 })
  let isListening = false
  setInterval(() => {
    offset = read()
    if (!isListening) {
      isListening = process.getActiveResourcesInfo().includes('TCPServerWrap')
      if (isListening) turns.enable()
      return
    }
    const { rss, heapUsed: heap } = process.memoryUsage()
    const handles = process.getActiveResourcesInfo().length
    const told = JSON.stringify({ longestTurnMs: turns.max / 1e6, rss, heap, handles })
    writeFileSync(${JSON.stringify(join(folder, 'next'))}, told)
    renameSync(${JSON.stringify(join(folder, 'next'))}, ${JSON.stringify(join(folder, 'vitals'))})
  }, 100).unref()`

/** @param entry what `npm start` runs @param offsetMs of its clock at the start */
export async function startMeasured(
  entry: string,
  environment: Record<string, string>,
  offsetMs = 0,
): Promise<MeasuredServer> {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-vitals-'))
  const setClock = (ms: number): void => {
    writeFileSync(join(folder, 'clock.next'), String(ms))
    renameSync(join(folder, 'clock.next'), join(folder, 'clock'))
  }
  setClock(offsetMs)
  const loaded = `--import=data:text/javascript,${encodeURIComponent(probe(folder))}`
  const server = await start([loaded, entry], environment)
  let last: Vitals = { longestTurnMs: 0, rss: 0, heap: 0, handles: 0 }
  const vitals = (): Vitals => {
    try {
      last = shape.parse(JSON.parse(readFileSync(join(folder, 'vitals'), 'utf8')))
    } catch {
      // Before the first words of a server that has just begun to listen.
    }
    return last
  }
  return {
    ...server,
    vitals,
    setClock,
    async stop(signal) {
      const code = await server.stop(signal)
      vitals()
      rmSync(folder, { recursive: true, force: true })
      return code
    },
  }
}
