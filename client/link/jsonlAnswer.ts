/** The text of a jsonl answer, fed as it comes: settles the calls of its request and all that their answers hold. */
import { isRecord, outcomeOf, outcomesOf, parsed } from './answer.ts'
import { failure, settle, type AnswerMeta, type Call, type Outcome } from './call.ts'
import { createJsonlValues } from './jsonlValues.ts'
import type { Exchange } from './reading.ts'
import { TransportError } from './TransportError.ts'

export function createJsonlAnswer({ calls, deserialize, leave }: Pick<Exchange, 'calls' | 'deserialize' | 'leave'>) {
  const values = createJsonlValues(leave)
  // tRPC answers a stream with 200 whatever becomes of its calls; DevTools may not say even that.
  const meta: AnswerMeta = { response: { status: 200 } }
  let text = ''
  /** Whether there is a head, or an answer that is no stream: of the whole request, or not tRPC's at all. */
  let mode: 'unknown' | 'lines' | 'whole' = 'unknown'

  const takeHead = (head: unknown) => {
    if (!isHead(head, calls)) {
      mode = 'whole'
      return
    }
    const answers = calls.map((call, index) => values.decode(head[index], call, call.open()))
    mode = 'lines'
    calls.forEach((call, index) => settle(call, outcomeFrom(answers[index], meta)))
  }
  const takeLines = () => {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const line = text.slice(0, end)
      if (mode === 'lines') values.feed(deserialize(JSON.parse(line)))
      else takeHead(readHead(line, deserialize))
      if (mode === 'whole') return
      text = text.slice(end + 1)
    }
  }
  /** Throws a TransportError for what tRPC does not write. */
  const add = (more: string) => {
    text += more
    if (mode === 'whole') return
    try {
      takeLines()
    } catch {
      throw new TransportError('unreadable', 'within the stream')
    }
  }
  /** Once there is a head, a call fails with what its answer waits for, and one that has all of it does not. */
  const fail = (thrown: unknown) => {
    values.fail(thrown)
    if (mode !== 'lines') for (const call of calls) settle(call, failure(thrown))
  }
  return {
    meta,
    add,
    fail,
    /** Whether everything asked for is there, so far as can be told. */
    isComplete: () => (mode === 'lines' ? !values.live() : parsed(text) !== undefined),
    /** Nothing more comes: what is unsettled stays without its rest. */
    end() {
      // The last line may lack its end.
      if (text.trim()) add('\n')
      if (mode === 'lines') {
        fail(new TransportError('unreadable', 'the stream broke off'))
        return
      }
      const outcomeAt = outcomesOf({ data: text, statusCode: meta.response.status, header: {} }, deserialize)
      calls.forEach((call, index) => settle(call, outcomeAt(index)))
    },
    drop: (call: Call) => values.fail(new TransportError('aborted'), call),
    busy: () => values.live() > 0 || calls.some((call) => call.open()),
  }
}

function readHead(line: string, deserialize: (value: unknown) => unknown): unknown {
  try {
    return deserialize(JSON.parse(line))
  } catch {
    return undefined
  }
}

function isHead(head: unknown, calls: Call[]): head is Record<number, unknown> {
  return isRecord(head) && calls.every((_, index) => Array.isArray(Reflect.get(head, index)))
}

/** tRPC's server promises the answer, in it the result, and in that the data. */
function outcomeFrom(promised: unknown, meta: AnswerMeta): Promise<Outcome> {
  return Promise.resolve(promised)
    .then((item) => (isRecord(item) && item.result ? Promise.resolve(item.result).then(withData) : item))
    .then((item) => outcomeOf({ item, deserialize: (value) => value, meta }), failure)
}

function withData(result: unknown): unknown {
  return isRecord(result) && Promise.resolve(result.data).then((data) => ({ result: { data } }))
}
