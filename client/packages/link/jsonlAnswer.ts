/** The text of a jsonl answer, fed as it comes: settles the calls of its request and all that their answers hold. */
import { isRecord, outcomeOf, outcomesOf, parsed } from './answer.ts'
import { failure, isOpen, settleAll, type Call, type Outcome } from './call.ts'
import { createJsonlValues, type JsonlValues } from './jsonlValues.ts'
import type { ChunkedAnswer } from './readChunks.ts'
import type { Exchange } from './reading.ts'
import { TransportError, type ForeignAnswer } from './TransportError.ts'

export function createJsonlAnswer({ calls, deserialize, leave }: Exchange): ChunkedAnswer {
  const values = createJsonlValues(leave)
  // tRPC answers a stream with 200 whatever becomes of its calls; DevTools may not say even that.
  const answer: ForeignAnswer = { status: 200, body: undefined }
  let text = ''
  /** Undefined before the head; false for an answer that is no stream: of the whole request, or not tRPC's at all. */
  let isStream: boolean | undefined
  const isWhole = () => isStream === false
  const add = (more: string) => {
    text += more
    let end: number
    while (!isWhole() && (end = text.indexOf('\n')) >= 0) {
      const line = text.slice(0, end)
      if (isStream) values.feed(readLine(line, deserialize))
      else isStream = takeHead(parsed(line), { calls, deserialize, values, answer })
      if (!isWhole()) text = text.slice(end + 1)
    }
  }
  const fail = (thrown: unknown) => {
    values.fail(thrown)
    // Once there is a head, a call fails with what its answer waits for, and one that has all of it does not.
    if (!isStream) settleAll(calls, () => failure(thrown))
  }
  return {
    answer,
    add,
    fail,
    isComplete: () => (isStream ? !values.live() : parsed(text) !== undefined),
    end() {
      const whole = text
      // The last line may lack its end.
      if (text.trim()) add('\n')
      if (isStream) fail(new TransportError('unreadable', 'the stream broke off'))
      else settleAll(calls, outcomesOf({ data: whole, statusCode: answer.status }, deserialize))
    },
    drop: (call) => values.fail(new TransportError('aborted'), call),
    busy: () => values.live() > 0 || calls.some(isOpen),
  }
}

interface Stream extends Pick<Exchange, 'calls' | 'deserialize'> {
  values: JsonlValues
  answer: ForeignAnswer
}

/** Settles the calls with what the head promises them; answers whether it is one. */
function takeHead(sent: unknown, { calls, deserialize, values, answer }: Stream): boolean {
  const head = readHead(sent, deserialize)
  if (!isHead(head, calls)) return false
  const answers = calls.map((call, index) => values.decode(head[index], call, call.isOpen))
  settleAll(calls, (index) => outcomeFrom(answers[index], answer))
  return true
}

/** Throws a TransportError for what tRPC does not write, and what the transformer throws. */
function readLine(line: string, deserialize: Exchange['deserialize']): unknown {
  const sent = parsed(line)
  if (sent === undefined) throw new TransportError('unreadable', 'within the stream')
  return deserialize(sent)
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
