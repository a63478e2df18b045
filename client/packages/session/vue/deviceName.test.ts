import { expect, it } from 'vitest'
import { deviceName } from './deviceName.ts'

it.each([
  ['iPhone; CPU iPhone OS 16_0 like Mac OS X', 'iPhone'],
  ['Linux; Android 13; M2102J2SC Build/TKQ1.220807.001; wv', 'M2102J2SC · Android 13'],
  ['Linux; Android 13', 'Android 13'],
  ['Windows NT 10.0; Win64; x64', 'Windows NT 10.0'],
  ['X11; Linux x86_64', 'Linux x86_64'],
  ['', null],
  [null, null],
])('of %j people read %j', (device, name) => {
  expect(deviceName(device)).toBe(name)
})
