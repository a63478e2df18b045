import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readEnv } from '../settings/env.ts'
import { developmentSecrets } from './developmentSecrets.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'uni-trpc-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes what the environment asks for, and gives the same at every start', () => {
  const made = developmentSecrets(join(folder, 'data'))
  expect(readEnv({ ...made, NODE_ENV: 'development' }).tokenSecrets).toHaveLength(1)
  expect(developmentSecrets(join(folder, 'data'))).toEqual(made)
  if (process.platform !== 'win32') expect(statSync(join(folder, 'data/secrets.env')).mode & 0o077).toBe(0)
})

it.each(['\n', ''])('completes a file that lacks a name, and overwrites nothing in it', (end) => {
  const kept = developmentSecrets(folder)
  const file = join(folder, 'secrets.env')
  writeFileSync(file, `TOKEN_SECRETS=${kept['TOKEN_SECRETS']}\nDATA_SECRETS=${kept['DATA_SECRETS']}${end}`)
  const completed = developmentSecrets(folder)
  expect(completed).toEqual({ ...kept, INDEX_SECRET: expect.stringMatching(/^[\w+/]{43}=$/) })
  expect(completed['INDEX_SECRET']).not.toBe(kept['INDEX_SECRET'])
  expect(
    readFileSync(file, 'utf8').startsWith(
      `TOKEN_SECRETS=${kept['TOKEN_SECRETS']}\nDATA_SECRETS=${kept['DATA_SECRETS']}\nINDEX_SECRET=`,
    ),
  ).toBe(true)
  expect(developmentSecrets(folder)).toEqual(completed)
})

it('keeps nothing for whoever only looks, and shows what is kept already', () => {
  const data = join(folder, 'data')
  expect(readEnv({ ...developmentSecrets(data, () => undefined), NODE_ENV: 'development' }).tokenSecrets).toHaveLength(
    1,
  )
  expect(existsSync(data)).toBe(false)
  const kept = developmentSecrets(data)
  expect(developmentSecrets(data, () => undefined)).toEqual(kept)
})

it('keeps a first line that an editor put a byte order mark in front of', () => {
  const kept = developmentSecrets(folder)
  const file = join(folder, 'secrets.env')
  writeFileSync(file, `\ufeff${readFileSync(file, 'utf8')}`)
  expect(developmentSecrets(folder)).toEqual(kept)
})

it('says which file cannot be written, and what to do, in both languages', () => {
  writeFileSync(join(folder, 'data'), 'a file where the folder should be')
  expect(() => developmentSecrets(join(folder, 'data'))).toThrow(/secrets\.env cannot be .*\/ .*\p{Script=Han}/u)
})
