/** Where nothing secret may stand, whatever a test did. */
import { ok } from 'node:assert/strict'
import type { Canaries } from './createCanaries.ts'

export interface Told {
  readonly log: string
  readonly answers: string
  readonly metrics: string
  /** Of all requests but those that WeChat's interface gives their form. */
  readonly urls: string
  /** Of everybody in the database. */
  readonly openIds: readonly string[]
}

const places = { log: 'a log', answers: 'an answer', metrics: 'the metrics', urls: 'a URL' } as const
/** Words of WeChat's that come with secrets. */
const names = /session_key|openid|js_code/
const tokenInLog = /eyJ[\w-]+\./
const tokenInPages = /eyJ[\w-]{10,}\.[\w-]{10,}\./

/**
 * @throws {AssertionError} where a log, an answer, a metric or a URL holds a canary, an openid or the name of one; a
 * log a token
 */
export function lookThroughWords(canaries: Canaries, { openIds, ...told }: Told): void {
  for (const [what, place] of Object.entries(places) as [keyof typeof places, string][]) {
    const text = told[what]
    missing([canaries.foundIn(text), names.exec(text)?.[0], openIds.find((id) => text.includes(id))], place)
  }
  missing([tokenInLog.exec(told.log)?.[0]], places.log)
}

/** @throws {AssertionError} where what a database keeps holds a canary or a token */
export function lookThroughPages(canaries: Canaries, pages: string): void {
  missing([canaries.foundIn(pages), tokenInPages.exec(pages)?.[0]], 'a page of the database')
}

function missing(found: readonly (string | null | undefined)[], place: string): void {
  for (const word of found) ok(!word, `${word} stands in ${place}`)
}
