import { createTRPCClient } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { jsonlStream } from './jsonlStream.ts'
import type { RequestEsque } from './RequestEsque.ts'
import { uniSocketLink } from './socketLink.ts'
import { hear, until } from './testing/hear.ts'
import { createNodeSocket } from './testing/nodeSocket.ts'
import { createDatesSocketRouter, serveSockets, type DatesSocketRouter } from './testing/socketServer.ts'
import { dates, type DatesRouter, type TestRouter } from './testing/testServer.ts'
import { kindOf } from './TransportError.ts'
import { uniLink } from './uniLink.ts'
import type { UniLinkBaseOptions } from './UniLinkOptions.ts'

const unwritable: [string, unknown][] = [
  ['FormData', new FormData()],
  ['ArrayBuffer', new ArrayBuffer(3)],
  ['Uint8Array', new Uint8Array(3)],
  ['Float64Array', new Float64Array(3)],
  ['DataView', new DataView(new ArrayBuffer(3))],
  ['Blob', new Blob(['a'])],
  ['File', new File(['a'], 'a.png')],
  ['ReadableStream', new ReadableStream()],
]

describe('what JSON would make nothing of without a word', () => {
  const sent: unknown[] = []
  const request: RequestEsque = (asked) => (sent.push(asked), {})
  const api = createTRPCClient<TestRouter>({ links: [uniLink({ url: '/trpc', request })] })

  it.each(unwritable)('is refused with a sentence, unsent: %s, alone and within', async (name, value) => {
    for (const input of [value, { photo: value }, [[value]]]) {
      // The router's types would not let it be sent.
      const error: unknown = await api.add.mutate(input as never).catch((thrown: unknown) => thrown)
      expect(kindOf(error)).toBe('unsupported')
      expect(String(error)).toContain(`[object ${name}]`)
    }
    expect(sent).toEqual([])
  })

  it('is refused on a socket, too', async () => {
    const link = uniSocketLink<TestRouter>({ url: 'ws://127.0.0.1:1', connect: createNodeSocket().connect, host: {} })
    const socket = createTRPCClient<TestRouter>({ links: [link] })
    const { told } = hear((callbacks) => socket.ticks.subscribe({ bytes: new Uint8Array(3) } as never, callbacks))
    await until(() => told.length > 0)
    expect(told).toContainEqual({ failed: 'unsupported' })
  })
})

describe('a transformer that throws', () => {
  const broken = {
    serialize: dates.serialize.bind(dates),
    deserialize(): never {
      throw new Error('the key has changed')
    },
  }
  const thrownBy = async (data: string, options: Partial<UniLinkBaseOptions> = {}): Promise<string> => {
    const request: RequestEsque = ({ success }) => (success({ data, statusCode: 200 }), {})
    const link = uniLink<DatesRouter>({ url: '/trpc', request, transformer: broken, ...options })
    return createTRPCClient<DatesRouter>({ links: [link] })
      .refused.query()
      .then(String, String)
  }

  it.each(['[{"result":{"data":"x"}}]', '[{"error":"x"}]', '{"error":{"plain":{}}}'])(
    'is told by its own error, not as an answer of another server: %s',
    async (data) => {
      expect(await thrownBy(data)).toContain('the key has changed')
      expect(await thrownBy(data, { stream: jsonlStream() })).toContain('the key has changed')
    },
  )

  it('is told by its own error within a stream, at the head and at a line', async () => {
    const lines = '{"0":[[0],[null,0,0]]}\n[0,0,[[{"result":0}],["result",0,1]]]\n'
    expect(await thrownBy(lines, { stream: jsonlStream() })).toContain('the key has changed')
    let heads = 1
    const later = { ...broken, deserialize: (value: unknown) => (heads-- > 0 ? value : broken.deserialize()) }
    const request: RequestEsque = ({ success }) => (success({ data: lines, statusCode: 200 }), {})
    const link = uniLink<DatesRouter>({ url: '/trpc', request, transformer: later, stream: jsonlStream() })
    const api = createTRPCClient<DatesRouter>({ links: [link] })
    await expect(api.refused.query()).rejects.toThrow('the key has changed')
  })

  it('is told by its own error on a socket', async () => {
    const sockets = await serveSockets(createDatesSocketRouter())
    const link = uniSocketLink<DatesSocketRouter>({
      url: sockets.url,
      connect: createNodeSocket().connect,
      host: {},
      transformer: broken,
    })
    const api = createTRPCClient<DatesSocketRouter>({ links: [link] })
    const { told } = hear((callbacks) => api.daysAfter.subscribe(new Date(0), callbacks))
    await until(() => told.some((item) => JSON.stringify(item).includes('the key has changed')))
    await sockets.close()
  })

  it('leaves what no tRPC server wrote to its kind', async () => {
    for (const data of ['<html>', '{"errcode":40013}', '[]', 'null', '{"error":null}']) {
      expect(await thrownBy(data)).toContain('unreadable')
    }
  })
})
