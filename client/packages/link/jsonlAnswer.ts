/** The text of a jsonl answer, fed as it comes: settles the calls of its request and all that their answers hold. */
import { isRecord, outcomeOf, outcomesOf, parsed } from './answer.ts'
import { failure, isOpen, settle, type Call, type Outcome } from './call.ts'
import { createJsonlValues } from './jsonlValues.ts'
import type { Exchange } from './reading.ts'
import { TransportError, type ForeignAnswer } from './TransportError.ts'

export function createJsonlAnswer({ calls, deserialize, leave }: Pick<Exchange, 'calls' | 'deserialize' | 'leave'>) {
  const values = createJsonlValues(leave)
  // tRPC answers a stream with 200 whatever becomes of its calls; DevTools may not say even that.
  const answer: ForeignAnswer = { status: 200, body: undefined }
  let text = ''
  /** Whether there is a head, or an answer that is no stream: of the whole request, or not tRPC's at all. */
  let mode: 'unknown' | 'lines' | 'whole' = 'unknown'
  const isWhole = () => mode === 'whole'

  const takeHead = (line: string) => {
    const head = readHead(parsed(line), deserialize)
    if (!isHead(head, calls)) {
      mode = 'whole'
      return
    }
    const answers = calls.map((call, index) => values.decode(head[index], call, call.isOpen))
    mode = 'lines'
    calls.forEach((call, index) => settle(call, outcomeFrom(answers[index], answer)))
  }
  const takeLine = (line: string) => {
    const sent = parsed(line)
    if (sent === undefined) throw new TransportError('unreadable', 'within the stream')
    values.feed(deserialize(sent))
  }
  /** Throws a TransportError for what tRPC does not write, and what the transformer throws. */
  const add = (more: string) => {
    text += more
    if (isWhole()) return
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const line = text.slice(0, end)
      if (mode === 'lines') takeLine(line)
      else takeHead(line)
      if (isWhole()) return
      text = text.slice(end + 1)
    }
  }
  /** Once there is a head, a call fails with what its answer waits for, and one that has all of it does not. */
  const fail = (thrown: unknown) => {
    values.fail(thrown)
    if (mode !== 'lines') for (const call of calls) settle(call, failure(thrown))
  }
  return {
    /** Of it the status is known before the rest. */
    answer,
    add,
    fail,
    /** Whether everything asked for is there, so far as can be told. */
    isComplete: () => (mode === 'lines' ? !values.live() : parsed(text) !== undefined),
    /** Nothing more comes: what is unsettled stays without its rest. */
    end() {
      const whole = text
      // The last line may lack its end.
      if (text.trim()) add('\n')
      if (mode === 'lines') {
        fail(new TransportError('unreadable', 'the stream broke off'))
        return
      }
      const outcomeAt = outcomesOf({ data: whole, statusCode: answer.status }, deserialize)
      calls.forEach((call, index) => settle(call, outcomeAt(index)))
    },
    drop: (call: Call) => values.fail(new TransportError('aborted'), call),
    busy: () => values.live() > 0 || calls.some(isOpen),
  }
}

/** A refusal of the whole request is not the transformer's as a whole: it may throw at one. */
function readHead(sent: unknown, deserialize: Exchange['deserialize']): unknown {
  if (sent === undefined) return undefined
  try {
    return deserialize(sent)
  } catch (thrown) {
    if (Array.isArray(sent) || (isRecord(sent) && 'error' in sent)) return undefined
    throw thrown
  }
}

function isHead(head: unknown, calls: Call[]): head is Record<number, unknown> {
  return isRecord(head) && calls.every((_, index) => Array.isArray(Reflect.get(head, index)))
}

/** tRPC's server promises the answer, in it the result, and in that the data. */
function outcomeFrom(promised: unknown, answer: ForeignAnswer): Promise<Outcome> {
  return Promise.resolve(promised)
    .then((item) => (isRecord(item) && item.result ? Promise.resolve(item.result).then(withData) : item))
    .then((item) => outcomeOf(item, answer, (value) => value), failure)
}

function withData(result: unknown): unknown {
  return isRecord(result) && Promise.resolve(result.data).then((data) => ({ result: { data } }))
}
