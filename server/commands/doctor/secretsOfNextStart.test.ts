import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readEnv } from '../../env.ts'
import { developmentSecrets } from '../developmentSecrets.ts'
import { secretsOfNextStart } from './secretsOfNextStart.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const read = () => readFileSync(join(folder, 'secrets.env'), 'utf8')

it('are those that development keeps', () => {
  expect(secretsOfNextStart(folder)).not.toEqual(developmentSecrets(folder))
  expect(secretsOfNextStart(folder)).toEqual(developmentSecrets(folder))
})

it('are complete before the first start, and nothing is written', () => {
  expect(() => readEnv({ ...secretsOfNextStart(folder), NODE_ENV: 'development' })).not.toThrow()
  expect(readdirSync(folder)).toEqual([])
})

it('are complete where the file is older than one of them, which stays as it is', () => {
  const [token = ''] = Object.entries(developmentSecrets(folder)).map((pair) => pair.join('='))
  writeFileSync(join(folder, 'secrets.env'), `${token}\nINDEX_SECRET=\n`)
  expect(() => readEnv({ ...secretsOfNextStart(folder), NODE_ENV: 'development' })).not.toThrow()
  expect(read()).toBe(`${token}\nINDEX_SECRET=\n`)
  appendFileSync(join(folder, 'secrets.env'), 'DATA_SECRETS=k1:short\n')
  expect(() => readEnv({ ...secretsOfNextStart(folder), NODE_ENV: 'development' })).toThrow('DATA_SECRETS')
})
