/** Trouble to order: `POST /faults` says what the next calls of a path suffer, `DELETE /faults` forgets it all. */
import { Hono } from 'hono'
import { z } from 'zod'
import { asText, refusalBody } from './answers.ts'

const mostOrders = 100

const order = z.strictObject({
  /** Of WeChat's API, e.g. `/sns/jscode2session`. */
  path: z.string().startsWith('/'),
  times: z.int().min(1).max(10_000).default(1),
  /** Answer with this errcode. */
  errcode: z.int().optional(),
  /** Answer with this HTTP status, this body and this content type. */
  status: z.int().min(200).max(599).optional(),
  body: z.string().optional(),
  contentType: z.string().optional(),
  /** Wait before anything else. */
  stallMs: z.int().min(0).max(600_000).optional(),
  /** Do the work, then cut the connection before the answer is through. */
  consume: z.literal(true).optional(),
})

type Order = z.infer<typeof order>

export interface FaultsOptions {
  readonly sleep: (ms: number) => Promise<unknown>
  readonly newRid: () => string
}

/** Stands before the routes that may suffer. */
export function createFaults({ sleep, newRid }: FaultsOptions): Hono {
  const orders: Array<{ readonly order: Order; left: number }> = []

  const next = (path: string): Order | null => {
    const index = orders.findIndex((pending) => pending.order.path === path)
    const pending = orders[index]
    if (!pending) return null
    pending.left--
    if (pending.left === 0) orders.splice(index, 1)
    return pending.order
  }

  return new Hono()
    .post('/faults', async (c) => {
      const asked = order.safeParse(await c.req.json().catch(() => null))
      if (!asked.success) return c.json({ error: z.prettifyError(asked.error) }, 400)
      if (orders.length >= mostOrders) return c.json({ error: 'Too many orders: DELETE /faults first' }, 400)
      orders.push({ order: asked.data, left: asked.data.times })
      return c.json({ ordered: asked.data.times })
    })
    .delete('/faults', (c) => {
      orders.length = 0
      return c.json({ ordered: 0 })
    })
    .use(async (c, work) => {
      const fault = next(c.req.path)
      if (!fault) return work()
      if (fault.stallMs !== undefined) await sleep(fault.stallMs)
      if (fault.errcode !== undefined) return asText(refusalBody(fault.errcode, newRid()))
      if (fault.status !== undefined || fault.body !== undefined) return bare(fault)
      await work()
      if (fault.consume) c.res = cutOff()
      return undefined
    })
}

function bare({ status = 200, body = '', contentType = 'text/plain' }: Order): Response {
  const empty = [204, 205, 304].includes(status)
  return new Response(empty ? null : body, { status, headers: { 'content-type': contentType } })
}

/** A body that breaks off: over HTTP the connection is closed in the middle, in this process reading fails. */
function cutOff(): Response {
  // The node server prints what broke a body; this was ordered, so one line without a stack is enough.
  const error = Object.assign(new Error(), { stack: 'The connection was cut, as ordered by POST /faults' })
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    pull: (controller) => controller.error(error),
  })
  return new Response(body, { headers: { 'content-type': 'text/plain' } })
}
