/** Everything said to WeChat passes here: one deadline, one limit, no redirect, no second sending, our own errors. */
import { createFetch } from 'ofetch'
import { z } from 'zod'
import { numeric } from './numeric.ts'
import { encodeBody, readBytes } from './bodies.ts'
import { systemCodeOf, wasNeverSent } from './connectionFailure.ts'
import { WeChatError } from './WeChatError.ts'
import { withinDeadline } from './patience.ts'

/** WeChat's longest answer of JSON here is below 2 KiB. */
const longestAnswerBytes = 64 * 1024
/** A picture with a code of 1280 pixels takes some 500 KiB. */
const longestFileBytes = 4 * 1024 * 1024
const longestDetail = 200

/** Such as a picture. */
export interface WeChatFile {
  /** Media type, e.g. `image/jpeg`. */
  readonly type: string
  readonly bytes: Uint8Array
}

/** An answer as it came. */
interface Answered extends WeChatFile {
  /** By WeChat's clock, in milliseconds since 1970; null where no date is told. */
  readonly at: number | null
}

export interface Call<T> {
  readonly method: 'GET' | 'POST'
  /** E.g. `/sns/jscode2session`. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Sent as JSON, or as the FormData it is. */
  readonly body?: object
  /** What WeChat counts together: an app's calls of one path. The breaker opens and closes by it. */
  readonly quota: string
  /** What the answer must look like when it holds no errcode. */
  readonly schema: z.ZodType<T>
  /**
   * What is wrong with an answer of that look, if anything is. `at`: when it was given, by WeChat's clock, where told.
   */
  faultOf?(result: T, at: number | null): string | null
  /** What becomes of an answer that is no JSON, where one may come. */
  readonly file?: (file: WeChatFile) => T
  /** What must not stand in an error, even where WeChat repeats it. */
  readonly secrets: readonly string[]
}

/** @throws {WeChatError} and nothing else */
export type Request = <T>(call: Call<T>, deadlineMs: number) => Promise<T>

export interface RequestOptions {
  /** Origin, maybe with a path. */
  readonly base: string
  readonly fetch: typeof globalThis.fetch
}

/** Empty means none: gateways that rebuild answers fill in the fields which WeChat leaves out. */
const errcode = z.union([z.literal(['', null]).transform(() => 0), numeric.pipe(z.int())])
const failure = z.object({ errcode, errmsg: z.string().catch('') })

/** @throws {TypeError} when `base` is not an http(s) address without query */
export function createRequest({ base, fetch }: RequestOptions): Request {
  const ask = createAsk(checkedBase(base), fetch)

  return async (call, deadlineMs) => {
    if (deadlineMs <= 0) throw unreachable(call, 'timeout')
    const body = call.body && (await encodeBody(call.body))
    const answerOfTwo = (signal: AbortSignal): Promise<Answered> =>
      ask(call, body, signal).catch((error: unknown) => {
        if (!wasNeverSent(error)) throw error
        return ask(call, body, signal)
      })
    const answered = await withinDeadline(deadlineMs, answerOfTwo).catch((error: unknown) => {
      throw error instanceof WeChatError ? error : unreachable(call, systemCodeOf(error))
    })
    // WeChat says no in JSON also where a picture was asked for.
    if (call.file && !isText(answered)) return call.file(answered)
    const result = parse(call, new TextDecoder().decode(answered.bytes))
    const fault = call.faultOf?.(result, answered.at) ?? null
    if (fault !== null) throw unreadable(call, fault)
    return result
  }
}

type Sent = Awaited<ReturnType<typeof encodeBody>>

/** Asks once, and reads no more than an answer may be long. */
function createAsk(origin: string, fetch: RequestOptions['fetch']) {
  const send = createFetch({
    fetch,
    defaults: { retry: 0, redirect: 'manual', responseType: 'stream', ignoreResponseError: true },
  })

  return async (call: Call<unknown>, body: Sent | undefined, signal: AbortSignal): Promise<Answered> => {
    const query = new URLSearchParams(call.query).toString()
    const response = await send.raw(`${origin}${call.path}?${query}`, {
      method: call.method,
      signal,
      // A kept connection may be closed by WeChat's side just as a code goes out on it, and nobody could tell whether
      // the code was used. On a new one that happens to nobody.
      headers: { connection: 'close', ...(body && { 'content-type': body.type }) },
      ...(body && { body: body.content }),
    })
    if (!response.ok) throw statusError(call, response.status)
    const longest = call.file ? longestFileBytes : longestAnswerBytes
    const bytes = await readBytes(response.body, longest)
    if (bytes === null) throw unreadable(call, `the answer is longer than ${longest} bytes`)
    return { type: response.headers.get('content-type') ?? '', bytes, at: dateOf(response) }
  }
}

function dateOf({ headers }: Response): number | null {
  const at = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(at) ? null : at
}

function isText({ type }: WeChatFile): boolean {
  return type === '' || /^text\/|\bjson\b/i.test(type)
}

/** WeChat sends JSON as text/plain, so the content type says nothing. */
function parse<T>(call: Call<T>, text: string): T {
  const answer = parseJson(text)
  if (answer === undefined) throw unreadable(call, text === '' ? 'the answer is empty' : 'the answer is no JSON')
  const refused = failure.safeParse(answer)
  if (refused.success && refused.data.errcode !== 0) throw refusedBy(call, refused.data)
  const result = call.schema.safeParse(refused.success ? { ...Object(answer), errcode: 0 } : answer)
  if (result.success && (refused.success || !hasErrcode(answer))) return result.data
  const places = (result.error?.issues ?? []).map((issue) => issue.path.join('.') || 'the whole')
  throw unreadable(call, `the answer has another shape at ${places.join(', ') || 'errcode'}`)
}

/** No cause: a SyntaxError quotes the text, and the text may hold a session key. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function hasErrcode(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'errcode' in answer
}

function refusedBy(call: Call<unknown>, { errcode, errmsg }: z.infer<typeof failure>): WeChatError {
  const detail = cleaned(errmsg, call.secrets)
  const rid = /\b(?:rid|req_id):\s*([\w-]{1,64})/.exec(detail)?.[1]
  return new WeChatError({
    kind: 'refused',
    endpoint: call.path,
    errcode,
    ...(rid !== undefined && { rid }),
    detail: detail.slice(0, longestDetail),
  })
}

/** What we sent is blanked, and control characters cannot start a line in a log. */
function cleaned(errmsg: string, secrets: readonly string[]): string {
  const encoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1)
  const forms = secrets.filter(Boolean).flatMap((secret) => [secret, encoded(secret)])
  const blanked = forms.reduce((text, form) => text.replaceAll(form, '***'), errmsg)
  return blanked.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ')
}

function statusError(call: Call<unknown>, status: number): WeChatError {
  return status >= 500 ? unreachable(call, `HTTP ${status}`) : unreadable(call, `HTTP ${status}`)
}

function unreachable(call: Call<unknown>, detail: string): WeChatError {
  return new WeChatError({ kind: 'unreachable', endpoint: call.path, detail })
}

function unreadable(call: Call<unknown>, detail: string): WeChatError {
  return new WeChatError({ kind: 'unreadable', endpoint: call.path, detail })
}

function checkedBase(base: string): string {
  const url = URL.canParse(base) ? new URL(base) : null
  const plain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password
  if (!plain) throw new TypeError('The address of WeChat’s API must be http(s), with no query and no credentials')
  return base.replace(/\/+$/, '')
}
