/** A connection that comes back: retries with back-off, moves to a new socket, and checks the old one after a sleep. */
import { openConnection, type Connection, type ConnectionOptions } from './socketConnection.ts'
import { kindOf, TransportError } from './TransportError.ts'

export interface LineOptions extends ConnectionOptions {
  /** Milliseconds before attempt 0, 1, 2 … since the last success. */
  retryDelayMs: (attempt: number) => number
  /** Whether to try again after this error, which is no TransportError. */
  isPassing: (error: unknown) => boolean
}

export interface LineEvents {
  /** Messages may be sent. `moved`: the socket before was still good, and nothing was lost. */
  up: (moved: boolean) => void
  /** There is no socket now, or still none; it is tried again. */
  down: (error: unknown) => void
  message: (data: unknown) => void
  /** It is over, and trying again would not help. */
  failed: (error: unknown) => void
}

export interface Line {
  isUp: () => boolean
  /** The connection params of the socket that is up. */
  params: () => string | undefined
  /** Does nothing while a socket is being opened. */
  open: () => void
  /** Opens another socket, and leaves the present one when that is ready. */
  move: () => void
  /** The phone was asleep or without network: what there is may be dead, and waiting has no more reason. */
  wake: () => void
  /** Asks for a sign of life, for nobody has listened for a while. */
  probe: () => void
  /** The server answered, so the next loss is a new one. */
  proven: () => void
  /** Gives the present socket up because of an error. */
  drop: (error: unknown) => void
  send: (text: string) => void
  close: () => void
}

export function createLine(options: LineOptions, on: LineEvents): Line {
  let active: Connection | null = null
  let opening: Connection | null = null
  /** Whether `opening` is there only in case `active` is dead. */
  let isPrecaution = false
  let attempt = 0
  let stopWaiting = () => {}

  const close = () => {
    stopWaiting()
    opening?.close()
    active?.close()
    opening = active = null
    attempt = 0
  }
  const fallen = (error: unknown) => {
    if (!active && !isWorthAnotherTry(error, options)) {
      close()
      on.failed(error)
      return
    }
    stopWaiting()
    stopWaiting = options.after(options.retryDelayMs(attempt++), open)
    if (!active) on.down(error)
  }
  const open = () => {
    stopWaiting()
    if (opening) return
    const connection = openConnection(options, {
      ready() {
        const previous = active
        const moved = previous !== null && !isPrecaution
        stopWaiting()
        opening = null
        active = connection
        previous?.close()
        if (previous && !moved) on.down(new TransportError('interrupted'))
        if (active === connection) on.up(moved)
      },
      heard() {
        if (active !== connection || !isPrecaution) return
        isPrecaution = false
        opening?.close()
        opening = null
      },
      message(data) {
        if (active === connection) on.message(data)
      },
      lost(error) {
        if (opening === connection) opening = null
        if (active === connection) active = null
        fallen(error)
      },
    })
    isPrecaution = false
    opening = connection
  }

  return {
    isUp: () => active !== null,
    params: () => active?.params(),
    probe: () => active?.probe(),
    open,
    move() {
      attempt = 0
      open()
    },
    wake() {
      attempt = 0
      opening?.close()
      opening = null
      open()
      isPrecaution = active !== null
      active?.probe()
    },
    proven() {
      attempt = 0
    },
    drop(error) {
      active?.close()
      active = null
      fallen(error)
    },
    send: (text) => active?.send(text),
    close,
  }
}

/** Faults of the network and the server pass; a wrong setting, a server of another kind and a refusal do not. */
function isWorthAnotherTry(error: unknown, { isPassing }: LineOptions): boolean {
  const kind = kindOf(error)
  return kind === null ? isPassing(error) : kind !== 'domain' && kind !== 'unreadable'
}
