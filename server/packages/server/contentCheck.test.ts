/** What people write, before it is kept: asked of WeChat where CONTENT_CHECK is on. */
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { reasonOf } from './testing/reasonOf.ts'
import { createWorld, type World } from './testing/world.ts'

const path = '/wxa/msg_sec_check'
const [risky, doubtful] = ['一段含有违禁词的文字', '一段含有待审词的文字']

let world: World
afterEach(() => world.close())

async function alice(contentCheck: boolean) {
  world = await createWorld({ settings: { contentCheck } })
  return world.as('alice')
}

describe('where the content check is on', () => {
  it('a risky note or nickname is refused and not kept, and what was there stays', async () => {
    const { notes, user } = await alice(true)
    const note = await notes.add({ text: '买牛奶' })
    expect(await reasonOf(notes.add({ text: risky }))).toBe('INPUT_INVALID')
    expect(await reasonOf(notes.edit({ id: note.id, text: risky }))).toBe('INPUT_INVALID')
    expect(await notes.list({})).toEqual({ notes: [note], cursor: null })
    await user.update({ nickname: '爱丽丝' })
    expect(await reasonOf(user.update({ nickname: '违禁词' }))).toBe('INPUT_INVALID')
    const { id } = await user.me()
    expect((await world.store.findUser({ id }))?.nickname).toBe('爱丽丝')
  })

  it('the person is told in both languages what to do, with the reason’s number', async () => {
    await alice(true)
    const { token } = await world.caller().auth.login({ code: await world.code() })
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify({ text: risky }) }
    const response = await world.app.request('/trpc/notes.add', init)
    const { error } = z
      .object({ error: z.looseObject({ message: z.string(), data: z.unknown() }) })
      .parse(await response.json())
    expect(response.status).toBe(400)
    expect(error).toMatchObject({
      message: 'This text may hold something that is not allowed. Change it and try again.',
      data: {
        reason: 'INPUT_INVALID',
        reasonCode: 10400,
        sentence: { zh: '这段文字可能含有违规内容，请修改后再试。' },
      },
    })
  })

  it('a text that WeChat is not sure of is kept, and stands in the audit as the refused one does, without the words', async () => {
    const { notes, user } = await alice(true)
    const note = await notes.add({ text: doubtful })
    await reasonOf(notes.add({ text: risky }))
    expect((await notes.list({})).notes).toEqual([note])
    const rows = await world.store.listAudit((await user.me()).id)
    const found = rows.filter(({ event }) => event === 'content').map(({ detail }) => detail)
    expect(found.sort()).toEqual(['review: journal, label 21000', 'risky: journal, label 20006'])
  })

  it.each([
    [{ status: 502 }, 'WECHAT_UNREACHABLE'],
    [{ errcode: 45009 }, 'WECHAT_BUSY'],
    [{ errcode: 48001 }, 'WECHAT_MISCONFIGURED'],
    [{ errcode: 61010 }, 'WECHAT_UNREACHABLE'],
    [{ body: '{"errcode":0,"errmsg":"ok"}' }, 'WECHAT_UNREACHABLE'],
  ] as const)('while WeChat answers %j nothing is kept unchecked, and the person is told', async (fault, reason) => {
    const { notes } = await alice(true)
    await world.fault({ path, ...fault })
    expect(await reasonOf(notes.add({ text: '买牛奶' }))).toBe(reason)
    expect((await notes.list({})).notes).toEqual([])
  })

  it('asks for a long text in parts, each as long as WeChat takes', async () => {
    await alice(true)
    const author = { userId: 'u', appId: 'touristappid', openId: 'o' }
    const check = world.services.forProcedures.checkTextOf(author)
    await check('好'.repeat(6000), 'journal')
    await expect(check('好'.repeat(5990) + risky, 'journal')).rejects.toMatchObject({ reason: 'INPUT_INVALID' })
  })
})

it('where it is off WeChat is not asked', async () => {
  const { notes } = await alice(false)
  await world.fault({ path, status: 502 })
  expect(await notes.add({ text: risky })).toMatchObject({ text: risky })
})
