import { expect, it } from 'vitest'
import { withTitle } from './appName.ts'

it('the mini program’s bar shows the name, unless pages.json gives it a title', () => {
  const titleOf = (app: object) =>
    JSON.parse(withTitle(JSON.stringify(app), '我的小程序')).window.navigationBarTitleText
  expect(titleOf({ pages: [] })).toBe('我的小程序')
  expect(titleOf({ window: { backgroundColor: 'red' } })).toBe('我的小程序')
  expect(titleOf({ window: { navigationBarTitleText: '别的' } })).toBe('别的')
})
