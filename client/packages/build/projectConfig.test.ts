import { expect, it } from 'vitest'
import { completeProject } from './projectConfig.ts'

const source = JSON.stringify({
  appid: 'touristappid',
  compileType: 'miniprogram',
  setting: { urlCheck: true, es6: false },
})

it("an app id of one's own reaches DevTools, and everything else stays", () => {
  const text = completeProject(source, { appId: 'wx0123456789abcdef', mode: 'production' })
  expect(JSON.parse(text)).toEqual({
    appid: 'wx0123456789abcdef',
    compileType: 'miniprogram',
    setting: { urlCheck: true, es6: false },
  })
})

it.each([
  ['production', true],
  ['staging', true],
  ['development', false],
  ['test', false],
])('in mode %s DevTools checks domains: %s', (mode, urlCheck) => {
  const text = completeProject(source, { appId: 'touristappid', mode })
  expect(JSON.parse(text)).toMatchObject({ setting: { urlCheck } })
})
