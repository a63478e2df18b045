import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventParser } from './eventParser.ts'

const text = [
  'event: connected\ndata: {}\n\n\n',
  ': a comment\ndata: 1\nid: 7\n\n',
  'event:ping\r\ndata:\r\n\r\n',
  'data: two\rdata: lines\r\r',
  'data: 一\nid: \n\n',
  'event: restore-id\ndata: \nid: 7\n\n',
  'retry: 10\nunknown\nevent: nobody hears\n\n',
  'data: last\n\n',
].join('')
const events = [
  { name: 'connected', data: '{}', id: '' },
  { name: 'message', data: '1', id: '7' },
  { name: 'ping', data: '', id: '7' },
  { name: 'message', data: 'two\nlines', id: '7' },
  { name: 'message', data: '一', id: '' },
  { name: 'restore-id', data: '', id: '7' },
  { name: 'message', data: 'last', id: '7' },
]

describe('server-sent events', () => {
  it('are the same however their text is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
        const ends = [...cuts, text.length].sort((a, b) => a - b)
        const parse = createEventParser()
        const seen = ends.flatMap((end, index) => parse(text.slice(ends[index - 1] ?? 0, end)))
        expect(seen).toEqual(events)
      }),
    )
  })

  it('wait for their blank line', () => {
    const parse = createEventParser()
    expect(parse('data: 1\n')).toEqual([])
    expect(parse('\n')).toEqual([{ name: 'message', data: '1', id: '' }])
  })
})
