/** A product's own questions to WeChat, for any path of its API: asked in the app's name as ours are. */
import { z } from 'zod'
import type { Call, WeChatFile } from './request.ts'

/** As WeChat's documentation says it, but for the access token, which is added. */
export interface OwnQuestion {
  /** E.g. `/wxa/getwxacodeunlimit`. */
  readonly path: string
  /** @default POST with a body, GET without */
  readonly method?: 'GET' | 'POST'
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON; a FormData as the form it is, with its files. */
  readonly body?: object
}

export interface OwnCall<T> extends OwnQuestion {
  /** What the answer must look like; its errcode is 0 by then. */
  readonly schema: z.ZodType<T>
}

const pathShape = /^(?:\/[\w-]+)+$/
/** Shorter ones may be part of anything. */
const shortestSecret = 8

/** @throws {TypeError} for what is no path, so that nothing a client sent chooses where a token goes */
export function toCall<T>({ schema, ...question }: OwnCall<T>): Omit<Call<T>, 'quota'> {
  const { path, body, query = {}, method = body ? 'POST' : 'GET' } = question
  if (!pathShape.test(path)) throw new TypeError('A path of WeChat’s API looks like /wxa/getwxacodeunlimit')
  return { method, path, query, schema, secrets: wordsOf(query, body), ...(body && { body }) }
}

export function toDownload(question: OwnQuestion): Omit<Call<WeChatFile>, 'quota'> {
  return { ...toCall({ ...question, schema: z.never() }), file: (file) => file }
}

/** What WeChat may repeat when it says no: it is a person's, and no log's. */
function wordsOf(...parts: readonly (object | undefined)[]): string[] {
  const values = parts.flatMap((part) => (part === undefined ? [] : Object.values({ ...part })))
  return values.filter((value) => typeof value === 'string').filter((word) => word.length >= shortestSecret)
}
