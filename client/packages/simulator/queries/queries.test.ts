// Finding elements as a person does, on both engines.
import { describe, expect, it } from 'vitest'
import type { Simulator } from '../openSimulator.ts'
import { engines } from '../testing/engines.ts'
import { launchProgram } from '../testing/launchProgram.ts'

describe.each(engines)('queries on %s', (_name, engine) => {
  const open = (): Promise<Simulator> =>
    launchProgram({
      engine: engine(),
      files: {
        'pages/index.json': { usingComponents: { card: '/parts/card' } },
        'pages/index.js': `Page({ data: { word: '', done: false, loading: true },
      typed(e) { this.setData({ word: e.detail.value }) }, save() { setTimeout(() => this.setData({ done: true }), 20) } })`,
        'pages/index.wxml': `<view id="head" class="head">Hello <text>there</text></view><view hidden>Save</view>
      <input placeholder="Your name" bindinput="typed"/><button bindtap="save">Save</button><button aria-label="Close">x</button>
      <view aria-role="button">made of a view</view><label><switch/>Quiet</label>
      <card class="one" title="first"/><card class="two" title="second"/><view wx:if="{{done}}" class="note">saved {{word}}</view>`,
        'parts/card.json': { component: true },
        'parts/card.js': 'Component({ properties: { title: String } })',
        'parts/card.wxml': '<view class="card"><text>{{title}}</text><button>Open</button></view>',
      },
    })

  it('go by text, role, placeholder, and the id of the template', async () => {
    const page = (await open()).currentPage()
    expect(page.getByText('first').text()).toBe('first')
    expect(page.getByText(/^Hello/).text()).toBe('Hello there')
    expect(page.getByRole('button', { name: 'Save' }).isShown()).toBe(true)
    expect(page.getByRole('button', { name: 'Close' }).text()).toBe('x')
    expect(page.getByRole('button', { name: 'made of a view' }).text()).toBe('made of a view')
    expect(page.getByRole('switch', { name: 'Quiet' }).attribute('checked')).toBe(null)
    expect(page.getByPlaceholder(/name/).attribute('placeholder')).toBe('Your name')
    expect([page.getBySelector('#head').text(), page.text('#head'), page.queryByText('saved')]).toEqual([
      'Hello there',
      'Hello there',
      null,
    ])
    expect(page.getAllByRole('button', { name: 'Open' })).toHaveLength(2)
  })

  it('act on what they find, wait for what comes, and look inside of one place', async () => {
    const page = (await open()).currentPage()
    await page.getByPlaceholder('Your name').input('Eve')
    await page.getByRole('button', { name: 'Save' }).tap()
    expect((await page.findByText('saved Eve')).text()).toBe('saved Eve')
    await page.within('.two').getByRole('button').tap()
    expect(page.within(page.getByText('second')).text()).toBe('second')
    await page.getByRole('switch').tap()
    expect(page.getByRole('switch').attribute('checked')).toBe('')
  })

  it('say what is there instead, as a tree', async () => {
    const page = (await open()).currentPage()
    expect(() => page.getByText('Delete')).toThrow(
      /^No element with the text Delete on pages\/index, which is:\n[^]*<view> \(hidden\)\n[^]*<button>\n {4}Save\n/,
    )
    expect(() => page.getByRole('button', { name: 'Open' })).toThrow(/^2 times button called Open on pages\/index/)
    expect(() => page.text('.none')).toThrow(
      /No \.none on pages\/index, which shows: Hello there[^]*<input placeholder="Your name">/,
    )
    await expect(page.findByText('never', { timeoutMs: 30 })).rejects.toThrow(/^No element with the text never/)
  })
})
