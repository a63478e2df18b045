/** What an operator may do to users, as plain functions over the store; every change leaves an audit row. */
import { parseArgs } from 'node:util'
import type { Sentence } from 'uni-trpc-protocol/sentences'
import type { ConsentRow } from '../../store/tables.ts'
import { type EndReason, type SessionRow, toUser, type UserRow } from 'uni-trpc-auth'
import { help, sentences } from './sentences.ts'

/** Exit codes, for scripts. */
export const exitCodes = { done: 0, notFound: 1, wrongUse: 2 } as const

const resealedAtOnce = 200
const mostListed = 50

/** What of the store is needed. */
export interface AdminStore {
  findUser(by: { id: string } | { phone: string } | { openId: string }): Promise<UserRow | null>
  listUsers(limit: number): Promise<readonly UserRow[]>
  listSessions(userId: string): Promise<readonly SessionRow[]>
  listConsents(userId: string): Promise<readonly ConsentRow[]>
  setDisabled(userId: string, at: number | null): Promise<boolean>
  endSessions(userId: string, which: { readonly scope: 'all' }, reason: EndReason): Promise<number>
  /** Encrypts up to so many rows anew under the newest key and answers how many are left. */
  reseal(limit: number): Promise<number>
  audit(entry: AuditEntry): Promise<unknown>
}

export interface AuditEntry {
  readonly event: string
  readonly userId: string | null
  readonly detail: string
}

export interface AdminParts {
  readonly store: AdminStore
  readonly now?: (() => number) | undefined
  /** Takes one line. */
  readonly print: (line: string) => void
}

type Order =
  | { readonly action: 'help' | 'list' | 'reseal' }
  | { readonly action: 'find' | 'disable' | 'enable' | 'end-sessions'; readonly who: string }

/** What the arguments ask for, or `null` when they ask for nothing known. */
export function readOrder(args: readonly string[]): Order | null {
  const parsed = parseArguments(args)
  if (parsed === null) return null
  const [action, who, ...rest] = parsed.positionals
  if (parsed.values.help === true) return { action: 'help' }
  if (rest.length > 0) return null
  if ((action === 'reseal' || action === 'list') && who === undefined) return { action }
  const isAboutSomebody = action === 'find' || action === 'disable' || action === 'enable' || action === 'end-sessions'
  return isAboutSomebody && who ? { action, who } : null
}

/** Does what was ordered and answers the exit code. */
export async function runAdmin(order: Order, parts: AdminParts): Promise<number> {
  if (!('who' in order)) return withoutUser[order.action](parts)
  const user = await found(order.who, parts.store)
  if (!user) return say(parts, [both(sentences.notFound)], exitCodes.notFound)
  return orders[order.action](user, parts)
}

const withoutUser = {
  help: async (parts: AdminParts) => say(parts, [help], exitCodes.done),
  list: async (parts: AdminParts) =>
    say(parts, (await parts.store.listUsers(mostListed)).map(userLine), exitCodes.done),
  reseal,
}

/** In this order an id or openid that is all digits is still found. */
async function found(who: string, store: AdminStore): Promise<UserRow | null> {
  const looksLikePhone = /^\+?[\d -]{5,20}$/.test(who)
  return (
    (await store.findUser({ id: who })) ??
    (await store.findUser({ openId: who })) ??
    (looksLikePhone ? store.findUser({ phone: who }) : null)
  )
}

const orders = {
  async find(user: UserRow, parts: AdminParts) {
    const sessions = await parts.store.listSessions(user.id)
    const consents = await parts.store.listConsents(user.id)
    return say(
      parts,
      [
        ...userLines(user),
        ...consents.map(consentLine),
        `${both(sentences.sessions)}: ${sessions.length}`,
        ...sessions.map(sessionLine),
      ],
      exitCodes.done,
    )
  },

  async disable(user: UserRow, parts: AdminParts) {
    const { store, now = Date.now } = parts
    const live = (await store.listSessions(user.id)).length
    await store.setDisabled(user.id, now())
    await store.audit({ event: 'admin.disable', userId: user.id, detail: `sessions ${live}` })
    return say(parts, [`${both(sentences.disabled)}: ${user.id}`, `${both(sentences.ended)}: ${live}`], exitCodes.done)
  },

  async enable(user: UserRow, parts: AdminParts) {
    await parts.store.setDisabled(user.id, null)
    await parts.store.audit({ event: 'admin.enable', userId: user.id, detail: '' })
    return say(parts, [`${both(sentences.enabled)}: ${user.id}`], exitCodes.done)
  },

  async 'end-sessions'(user: UserRow, parts: AdminParts) {
    const ended = await parts.store.endSessions(user.id, { scope: 'all' }, 'revoked')
    await parts.store.audit({ event: 'admin.end-sessions', userId: user.id, detail: `sessions ${ended}` })
    return say(parts, [`${both(sentences.ended)}: ${ended}`], exitCodes.done)
  },
}

/** In small steps, so that the servers go on writing meanwhile. */
async function reseal(parts: AdminParts): Promise<number> {
  let left = Infinity
  for (;;) {
    const before = left
    left = await parts.store.reseal(resealedAtOnce)
    if (left === 0) break
    if (left >= before) return say(parts, [`${both(sentences.stuck)}: ${left}`], exitCodes.notFound)
    parts.print(`${both(sentences.left)}: ${left}`)
  }
  await parts.store.audit({ event: 'admin.reseal', userId: null, detail: '' })
  return say(parts, [both(sentences.resealed)], exitCodes.done)
}

/** The phone is masked here too: what an operator needs is to recognise, not to read. */
function userLines(row: UserRow): string[] {
  const { id, nickname, phone, createdAt } = toUser(row)
  const disabled = row.disabledAt === null ? '-' : new Date(row.disabledAt).toISOString()
  const fields: [Sentence, string][] = [
    [sentences.id, id],
    [sentences.nickname, printable(nickname ?? '-')],
    [sentences.phone, phone ?? '-'],
    [sentences.createdAt, createdAt],
    [sentences.disabledAt, disabled],
  ]
  return fields.map(([name, value]) => `${both(name)}: ${value}`)
}

/** One line, so that a terminal and grep have it whole. */
function userLine(row: UserRow): string {
  const { id, nickname, phone, createdAt } = toUser(row)
  const state = row.disabledAt === null ? '' : `  ${both(sentences.disabled)}`
  return `${createdAt}  ${id}  ${phone ?? '-'}  ${printable(nickname ?? '-')}${state}`
}

function consentLine({ version, at }: ConsentRow): string {
  return `${both(sentences.consent)}: ${version}  ${new Date(at).toISOString()}`
}

function sessionLine({ appId, device, address, lastSeenAt }: SessionRow): string {
  return `  ${new Date(lastSeenAt).toISOString()}  ${appId}  ${printable(device ?? '-')}  ${address ?? '-'}`
}

/** People choose their nicknames, and phones their names: none may move the terminal's cursor. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '�')
}

function say(parts: AdminParts, lines: readonly string[], exitCode: number): number {
  lines.forEach((line) => parts.print(line))
  return exitCode
}

function both({ zh, en }: Sentence): string {
  return `${en} / ${zh}`
}

function parseArguments(args: readonly string[]) {
  const options = { help: { type: 'boolean', short: 'h' } } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch {
    return null
  }
}
