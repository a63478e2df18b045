/** Does what the driver orders: one order after the other, but for the one that ends what is under way. */
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { createClient, type Answer } from './client.ts'
import { crowd, order, type Order } from './driver.ts'
import { flood, returning, steady, type Calls, type LoadParts } from './load.ts'

const noted = z.object({ result: z.object({ data: z.object({ id: z.string() }) }) })
const { origin, tokens, mostConnections } = crowd.parse(JSON.parse(process.argv[2] ?? ''))
const client = createClient(origin, mostConnections)
const { calls, kept } = createCalls()
let isOver = false

process.on('message', (message: unknown) => {
  const asked = order.parse(message)
  if (asked.kind === 'stop') isOver = true
  else void done(asked).then((answer) => process.send?.(answer ?? null))
})

async function done(asked: Exclude<Order, { kind: 'stop' }>): Promise<unknown> {
  const parts = { client, calls, isOver: () => isOver }
  switch (asked.kind) {
    case 'open':
      return client.open(asked.connections)
    case 'steady':
      return steady(parts, asked)
    case 'flood': {
      const [flooded, returned] = await Promise.all([flood(parts, asked), peopleAmid(parts, asked)])
      return { ...flooded, returned }
    }
    case 'end':
      client.close()
      return kept
  }
}

/** They come once the flood has been there for a while, on connections of their own. */
async function peopleAmid(parts: LoadParts, { people, ms }: { readonly people: number; readonly ms: number }) {
  const own = createClient(origin, people)
  await delay(ms / 5)
  const returned = await returning({ ...parts, client: own }, people)
  own.close()
  return returned
}

/** Made ahead: a person has room for 500 notes, so of the calls in turn every fourth writes one and the others read. */
function createCalls(): { readonly calls: Calls; readonly kept: string[] } {
  const kept: string[] = []
  const reads = tokens.map((token) => requestOf('user.me', { token, text: '' }))
  const writes = tokens.map((token) => requestOf('notes.add', { token, text: '{"text":"under load"}' }))
  let turn = 0
  const next = (): Buffer => {
    turn++
    const made = (turn % 4 === 0 ? writes : reads)[turn % tokens.length]
    if (!made) throw new Error('There is nobody to call')
    return made
  }
  const accepted = ({ text }: Answer): void => {
    if (text.includes('"under load"')) kept.push(noted.parse(JSON.parse(text)).result.data.id)
  }
  return { calls: { next, accepted }, kept }
}

function requestOf(path: string, { token, text }: { readonly token: string; readonly text: string }): Buffer {
  const head = [
    `POST /trpc/${path} HTTP/1.1`,
    'host: a',
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`)
}
