/** The real link and session on a phone that does what a history says. */
import { createUniClient } from 'uni-trpc-session'
import type { AppRouter } from '../../../../../server/procedures/router.ts'
import type { Answered, ModelServer } from './modelServer.ts'
import type { Fate, History, LoginFate } from './history.ts'
import type { VirtualTime } from './virtualTime.ts'

/** One request as the host sees it. */
interface Asking {
  readonly url: string
  readonly header: Record<string, string>
  readonly data?: unknown
  readonly timeout: number
  readonly success: (answer: Answered) => void
  readonly fail: (failure: { errMsg: string }) => void
}

export interface Phone {
  /** Whose clock may be wrong. */
  offMs: number
  /** From here on everything works. */
  isWell: boolean
  /** Under way by the host's own count. */
  mostAtOnce: number
  logins: number
  /** What was last written where the storage took it. */
  readonly disk: { kept: string | null }
}

export interface LivePhone extends Phone {
  /** The same program started anew; whatever the one before waits for is told to nobody. */
  start(): ReturnType<typeof createUniClient<AppRouter>>
  hide(isTold: boolean): void
}

/** When all of it begins, by a clock that is right; no phone's clock is before 1970. */
export const epoch = Date.parse('2026-01-01T00:00:00Z')

const good: Fate = { how: 'answered', delayMs: 20 }
const goodLogin: LoginFate = { how: 'code', delayMs: 20 }

export function createLivePhone(
  history: History,
  { time, server }: { readonly time: VirtualTime; readonly server: ModelServer },
): LivePhone {
  const [network, logins, storageFates] = [[...history.network], [...history.logins], [...history.storage]]
  const underWay = new Set<Asking>()
  const interruptions = new Map<Asking, (isTold: boolean) => void>()
  let run = 0

  const phone: LivePhone = { offMs: 0, isWell: false, mostAtOnce: 0, logins: 0, disk: { kept: null }, start, hide }

  function request(asked: Asking, startedAs: number): { abort: () => void } {
    const { how, delayMs } = phone.isWell ? good : (network.shift() ?? good)
    underWay.add(asked)
    phone.mostAtOnce = Math.max(phone.mostAtOnce, underWay.size)
    let isOver = false
    const end = (tell: () => void) => {
      if (isOver) return
      isOver = true
      underWay.delete(asked)
      interruptions.delete(asked)
      if (startedAs === run) tell()
    }
    const fail = (errMsg: string) => end(() => asked.fail({ errMsg }))
    interruptions.set(asked, (isTold) => (isTold ? fail('request:fail interrupted') : end(() => undefined)))
    const serve = () =>
      server.answer({ url: asked.url, header: asked.header, body: typeof asked.data === 'string' ? asked.data : '' })
    time.setTimeout(() => {
      if (isOver) return
      if (how === 'lost before')
        return fail('request:fail errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED')
      if (how === 'html')
        return end(() => asked.success({ statusCode: 502, header: {}, data: '<html>Bad Gateway</html>' }))
      const answer = serve()
      if (how === 'lost behind') return fail('request:fail timeout')
      if (how === 'never told') return
      time.setTimeout(() => {
        end(() => asked.success(answer))
        // Hosts are known that call back once more.
        if (how === 'twice' && startedAs === run) asked.fail({ errMsg: 'request:fail' })
      }, delayMs)
    }, delayMs)
    return { abort: () => fail('request:fail abort') }
  }

  function login(): Promise<string> {
    const { how, delayMs } = phone.isWell ? goodLogin : (logins.shift() ?? goodLogin)
    phone.logins++
    return new Promise((resolve, reject) => {
      if (how === 'never told') return
      time.setTimeout(() => (how === 'code' ? resolve(server.newCode()) : reject(new Error('login:fail'))), delayMs)
    })
  }

  const nextFate = () => (phone.isWell ? 'kept' : (storageFates.shift() ?? 'kept'))
  const storage = {
    read(): unknown {
      const fate = nextFate()
      if (fate === 'read throws') throw new Error('getStorageSync:fail')
      const { kept } = phone.disk
      if (fate === 'reads nothing' || kept === null) return ''
      return fate === 'as text' ? kept : (JSON.parse(kept) as unknown)
    },
    write(kept: unknown): void {
      if (nextFate() === 'write throws') throw new Error('setStorageSync:fail exceed storage max size')
      phone.disk.kept = JSON.stringify(kept)
    },
    holds: () => phone.disk.kept !== null,
    remove: () => void (phone.disk.kept = null),
  }

  function start() {
    const startedAs = ++run
    for (const asked of underWay) interruptions.get(asked)?.(false)
    return createUniClient<AppRouter>({
      url: 'https://api.example.com/trpc',
      request: (asked) => request(asked, startedAs),
      login,
      storage,
      start: history.start,
      now: () => epoch + time.now() + phone.offMs,
    })
  }

  function hide(isTold: boolean): void {
    for (const interrupt of [...interruptions.values()]) interrupt(isTold)
  }

  return phone
}
