/** The subscriptions that share one socket: who listens to what, since which event, and who is told what. */
import { isPassing } from './isPassing.ts'
import type { Listener, State } from './listenerFor.ts'
import { onWake } from './socketHost.ts'
import { openTimeoutMs, paramsOf } from './socketConnection.ts'
import { createLine } from './socketLine.ts'
import type { ResolvedSocketOptions } from './SocketLinkOptions.ts'
import { readMessage, type Message } from './socketMessage.ts'
import { kindOf, TransportError } from './TransportError.ts'

interface Subscription {
  /** On the wire. A new one each time it is sent, so that what is late from an earlier socket reaches nobody. */
  id: number
  readonly path: string
  readonly input: unknown
  lastEventId: string | undefined
  hasStarted: boolean
  readonly listener: Listener
}

export interface Subscriptions {
  /** Tells the present state and begins; returns what ends it, which does nothing once it has ended by itself. */
  add: (asked: { path: string; input: unknown }, listener: Listener) => () => void
  state: () => State
  /** Completes all subscriptions and closes the socket; the next subscription opens another. */
  close: () => void
}

export function createSubscriptions(options: ResolvedSocketOptions): Subscriptions {
  const running = new Map<number, Subscription>()
  const all = () => [...running.values()]
  let state: State = 'idle'
  let trouble: unknown = null
  let latestId = 0
  let stopLingering = () => {}
  let watchHost = () => {
    watchHost = () => {}
    onWake(options.host, () => {
      if (running.size > 0) line.wake()
      // A socket that lingers may have died unheard, and nobody would miss it.
      else if (state !== 'idle') rest()
    })
  }

  const enter = (next: State, error: unknown = null) => {
    state = next
    trouble = error
    for (const { listener } of all()) guarded(() => listener.state(next, error))
  }
  const send = (subscription: Subscription) => {
    running.delete(subscription.id)
    const id = (subscription.id = ++latestId)
    running.set(id, subscription)
    const { path, input, lastEventId } = subscription
    line.send(JSON.stringify({ id, method: 'subscription', params: { path, input, lastEventId } }))
  }
  const rest = () => {
    stopLingering()
    line.close()
    enter('idle')
  }

  const line = createLine(
    { ...options, isPassing },
    {
      up(moved) {
        if (!moved) enter('pending')
        all().forEach(send)
      },
      down(error) {
        if (running.size === 0) return rest()
        for (const subscription of all()) subscription.hasStarted = false
        enter('connecting', error)
      },
      failed(error) {
        const failed = all()
        running.clear()
        stopLingering()
        enter('idle')
        for (const { listener } of failed) guarded(() => listener.error(error))
      },
      message(data) {
        const message = readMessage(data, options.deserialize)
        if (!message) line.drop(new TransportError('unreadable'))
        else if (message.kind === 'move') line.move()
        else if (message.kind === 'refused') line.drop(message.error)
        else if (message.kind !== 'unknown') receive(message)
      },
    },
  )

  const receive = (message: Extract<Message, { id: number }>) => {
    const subscription = running.get(message.id)
    if (!subscription) return
    line.proven()
    const { listener } = subscription
    if (message.kind === 'error') {
      remove(subscription)
      guarded(() => listener.error(message.error))
      return
    }
    if (message.kind === 'data') subscription.lastEventId = message.result.id ?? subscription.lastEventId
    // After a move nobody needs to hear of a second start.
    if (message.kind !== 'started' || !subscription.hasStarted) guarded(() => listener.result(message.result))
    if (message.kind === 'started') subscription.hasStarted = true
    if (message.kind !== 'stopped') return
    remove(subscription)
    guarded(listener.complete)
  }

  /** Answers whether it was still running. */
  const remove = ({ id }: Subscription): boolean => {
    if (!running.delete(id)) return false
    stopLingering()
    if (running.size === 0 && options.lingerMs !== Infinity) stopLingering = options.after(options.lingerMs, rest)
    return true
  }

  /** Over the socket that is up, if it is still the same person's; else over another. */
  const begin = (subscription: Subscription) => {
    const { id } = subscription
    // By then it may have left, or have been sent over a socket that came meanwhile.
    const waits = () => running.get(id) === subscription
    if (!options.connectionParams) return send(subscription)
    const stop = options.after(openTimeoutMs, () => {
      if (waits()) line.move()
    })
    paramsOf(options).then(
      (params) => {
        stop()
        if (!waits() || !line.isUp()) return
        if (params === line.params()) send(subscription)
        else line.move()
      },
      (error: unknown) => {
        stop()
        if (!waits()) return
        if (kindOf(error)) return line.move()
        remove(subscription)
        guarded(() => subscription.listener.error(error))
      },
    )
  }

  return {
    add(asked, listener) {
      const subscription = { ...asked, id: ++latestId, lastEventId: undefined, hasStarted: false, listener }
      watchHost()
      stopLingering()
      if (running.size === 0) line.probe()
      running.set(subscription.id, subscription)
      guarded(() => listener.state(state, trouble))
      if (line.isUp()) begin(subscription)
      else {
        if (state === 'idle') enter('connecting')
        line.open()
      }
      return () => {
        if (remove(subscription)) line.send(JSON.stringify({ id: subscription.id, method: 'subscription.stop' }))
      }
    },
    state: () => state,
    close() {
      const ended = all()
      running.clear()
      rest()
      for (const { listener } of ended) guarded(listener.complete)
    },
  }
}

/** A listener that throws must not keep the others, or the socket, from going on. */
function guarded(call: () => void): void {
  try {
    call()
  } catch (thrown) {
    setTimeout(() => {
      throw thrown
    }, 0)
  }
}
