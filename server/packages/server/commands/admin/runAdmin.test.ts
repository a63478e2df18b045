import { beforeEach, describe, expect, it } from 'vitest'
import type { SessionRow, UserRow } from 'uni-trpc-auth'
import { readOrder, runAdmin, type AdminStore, type AuditEntry } from './runAdmin.ts'

const at = Date.parse('2026-01-01T00:00:00Z')
const alice: UserRow = {
  id: 'u-alice',
  nickname: 'Alice',
  avatarUrl: null,
  phone: '+8613800138000',
  createdAt: at,
  disabledAt: null,
}
const phone: SessionRow = {
  id: 's1',
  userId: 'u-alice',
  appId: 'wx1',
  openId: 'o-alice',
  device: 'iPhone',
  address: '203.0.*.*',
  createdAt: at,
  lastSeenAt: at,
  expiresAt: at + 1000,
  endedAt: null,
  endReason: null,
}

/** A store of one person, as small as it can be and still be true. */
function storeOf(user: UserRow, rowsToReseal: number[] = []) {
  const state = { user, sessions: [phone, { ...phone, id: 's2' }], audited: [] as AuditEntry[] }
  const store: AdminStore = {
    async findUser(by) {
      const isMeant =
        'id' in by ? by.id === user.id : 'openId' in by ? by.openId === 'o-alice' : by.phone === '13800138000'
      return isMeant ? state.user : null
    },
    listUsers: async () => [state.user],
    listSessions: async () => state.sessions,
    listConsents: async () => [{ version: '2025-12-01', at }],
    async setDisabled(_, disabledAt) {
      state.user = { ...state.user, disabledAt }
      if (disabledAt !== null) state.sessions = []
      return true
    },
    async endSessions() {
      return state.sessions.splice(0).length
    },
    reseal: async () => rowsToReseal.shift() ?? 0,
    audit: async (entry) => void state.audited.push(entry),
  }
  return { store, state }
}

describe('npm run admin', () => {
  let lines: string[]
  beforeEach(() => {
    lines = []
  })
  const run = (words: string[], store: AdminStore) => {
    const order = readOrder(words)
    if (order === null) return Promise.resolve('not understood')
    return runAdmin(order, { store, now: () => at, print: (line) => void lines.push(line) })
  }

  it.each(['u-alice', 'o-alice', '13800138000'])('finds a user by %s, and shows the phone masked only', async (who) => {
    const { store, state } = storeOf(alice)
    expect(await run(['find', who], store)).toBe(0)
    expect(lines).toEqual([
      'user / 用户: u-alice',
      'nickname / 昵称: Alice',
      'phone / 手机号: 138****8000',
      'created / 创建于: 2026-01-01T00:00:00.000Z',
      'disabled / 停用于: -',
      'agreement accepted / 同意协议: 2025-12-01  2026-01-01T00:00:00.000Z',
      'signed in / 登录中: 2',
      '  2026-01-01T00:00:00.000Z  wx1  iPhone  203.0.*.*',
      '  2026-01-01T00:00:00.000Z  wx1  iPhone  203.0.*.*',
    ])
    expect(state.audited).toEqual([])
  })

  it('says when there is no such user, with exit code 1, and changes nothing', async () => {
    for (const action of ['find', 'disable', 'enable', 'end-sessions']) {
      const { store, state } = storeOf(alice)
      expect(await run([action, 'nobody'], store)).toBe(1)
      expect(state).toEqual({ user: alice, sessions: [phone, { ...phone, id: 's2' }], audited: [] })
    }
    expect(new Set(lines)).toEqual(new Set(['There is no such user / 没有这个用户']))
  })

  it('disables a user, which ends every session, enables again, and keeps an audit row of both', async () => {
    const { store, state } = storeOf(alice)
    expect(await run(['disable', 'u-alice'], store)).toBe(0)
    expect(state.user.disabledAt).toBe(at)
    expect(lines).toEqual(['Disabled / 已停用: u-alice', 'Sessions ended / 已结束的登录: 2'])
    expect(await run(['enable', 'u-alice'], store)).toBe(0)
    expect(state.user.disabledAt).toBeNull()
    expect(state.audited).toEqual([
      { event: 'admin.disable', userId: 'u-alice', detail: 'sessions 2' },
      { event: 'admin.enable', userId: 'u-alice', detail: '' },
    ])
  })

  it('B16: ends every session of a user who stays welcome', async () => {
    const { store, state } = storeOf(alice)
    expect(await run(['end-sessions', 'u-alice'], store)).toBe(0)
    expect(state).toEqual({
      user: alice,
      sessions: [],
      audited: [{ event: 'admin.end-sessions', userId: 'u-alice', detail: 'sessions 2' }],
    })
  })

  it('encrypts anew until nothing is left', async () => {
    const { store, state } = storeOf(alice, [300, 100, 0])
    expect(await run(['reseal'], store)).toBe(0)
    expect(lines).toEqual([
      'Left to encrypt / 剩余: 300',
      'Left to encrypt / 剩余: 100',
      'Everything is encrypted under the newest key / 全部数据已使用最新密钥加密',
    ])
    expect(state.audited).toEqual([{ event: 'admin.reseal', userId: null, detail: '' }])
  })

  it('stops encrypting anew when it gets no further, and fails', async () => {
    const { store, state } = storeOf(alice, [300, 7, 7])
    expect(await run(['reseal'], store)).toBe(1)
    expect(lines.at(-1)).toMatch(/put the older key back into DATA_SECRETS.*: 7$/)
    expect(state.audited).toEqual([])
  })

  it('a nickname cannot move the terminal’s cursor', async () => {
    const { store } = storeOf({ ...alice, nickname: 'a\u001b[2Jb\u202ec' })
    await run(['find', 'u-alice'], store)
    expect(lines[1]).toBe('nickname / 昵称: a�[2Jb�c')
  })

  it.each([
    [[]],
    [['find']],
    [['disable', '']],
    [['reseal', 'now']],
    [['find', 'a', 'b']],
    [['drop', 'u-alice']],
    [['find', '--force', 'a']],
  ])('does not understand %j', (words) => {
    expect(readOrder(words)).toBeNull()
  })

  it.each([[['--help']], [['-h']], [['find', '--help']]])('explains itself at %j', async (words) => {
    expect(await run(words, storeOf(alice).store)).toBe(0)
    expect(lines.join('\n')).toContain('npm run admin -- <command>')
  })
})
