/** Writes down, in order, all that a subscription tells its listener. */
import { TRPCClientError } from '@trpc/client'
import { kindOf } from '../TransportError.ts'

interface Callbacks {
  onStarted: () => void
  onData: (data: unknown) => void
  onError: (error: unknown) => void
  onStopped: () => void
  onComplete: () => void
  onConnectionStateChange: (state: { state: string; error: unknown }) => void
}

/** `begin` is tRPC's `subscribe`, with everything but the callbacks filled in. */
export function hear(begin: (callbacks: Callbacks) => { unsubscribe: () => void }) {
  const told: unknown[] = []
  const { unsubscribe } = begin({
    onStarted: () => told.push('started'),
    onData: (data) => told.push(data),
    onError: (error) => told.push({ failed: nameOf(error) }),
    onStopped: () => told.push('stopped'),
    onComplete: () => told.push('complete'),
    onConnectionStateChange: ({ state, error }) => told.push(error ? { state, error: nameOf(error) } : { state }),
  })
  return {
    told,
    unsubscribe,
    /** Only the data. */
    data: () =>
      told.filter((item) =>
        typeof item === 'number' || typeof item === 'string' ? !words.includes(String(item)) : isTracked(item),
      ),
  }
}

const words = ['started', 'stopped', 'complete']

function isTracked(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'data' in item
}

function nameOf(error: unknown): string {
  if (!(error instanceof TRPCClientError)) return 'not a TRPCClientError'
  return kindOf(error) ?? error.message
}

/** Waits as long as the test's own time lasts. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1))
}
