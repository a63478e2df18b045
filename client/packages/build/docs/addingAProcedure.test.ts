/** The change of docs/adding-a-procedure.md, made on a copy of the sources exactly as the page shows it. */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../repository.ts'
import { snippets } from './snippets.ts'
import { copySources, type SourceCopy } from './sourceCopy.ts'

const page = readFileSync(resolve(repository, 'docs/adding-a-procedure.md'), 'utf8')
const shown = snippets(page)
const slow = 120_000
let copy: SourceCopy

beforeAll(() => {
  copy = copySources()
  apply()
})
afterAll(() => copy.remove())

function apply(): void {
  const text = (name: string) => shown.get(name) ?? ''
  const [importLine = '', tableLine = ''] = text('server/procedures/router.ts').split('\n')
  copy.change('shared/schemas.ts', (schemas) => schemas + text('shared/schemas.ts'))
  copy.change('server/procedures/greet.ts', () => text('server/procedures/greet.ts'))
  copy.change('server/procedures/router.ts', (router) =>
    router.replace(/(?<=^import .*\n)(?!import )/m, `${importLine}\n`).replace(/^\}\)$/m, `${tableLine}\n})`),
  )
  copy.change('client/pages/greet/greet.vue', () => text('client/pages/greet/greet.vue'))
  copy.change('client/pages.json', (json) => {
    const { pages, ...rest }: { pages: unknown[] } = JSON.parse(json)
    return JSON.stringify({ ...rest, pages: [...pages, JSON.parse(text('client/pages.json'))] })
  })
}

describe('the change that the page shows', () => {
  it('touches five files, two of them new', () => {
    expect([...shown.keys()]).toEqual([
      'shared/schemas.ts', 'server/procedures/greet.ts', 'server/procedures/router.ts', 'client/pages/greet/greet.vue', 'client/pages.json',
    ])
  })

  it('passes the compilers of server and client', { timeout: slow }, async () => {
    expect(await copy.problems()).toEqual([])
  })

  it('answers a caller, and refuses what the schema refuses', { timeout: slow }, async () => {
    const script = `
      import { appRouter } from './server/procedures/router.ts'
      const caller = appRouter.createCaller({ socket: null, metrics: { called() {} } })
      const refused = await caller.greeting.greet({ name: ' ', isMorning: true }).catch(({ code }) => code)
      console.log(JSON.stringify([await caller.greeting.greet({ name: 'Ann', isMorning: true }), refused]))`
    writeFileSync(join(copy.folder, 'try.ts'), script)
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'try.ts'], { cwd: copy.folder })
    expect(JSON.parse(stdout)).toEqual([{ greeting: 'Good morning, Ann!', length: 3 }, 'BAD_REQUEST'])
  })
})

describe('when the two sides disagree', () => {
  let found: string[] = []
  beforeAll(async () => {
    copy.change('server/procedures/greet.ts', (text) => text.replace('greeting: `', 'words: `'))
    copy.change('client/pages/greet/greet.vue', (text) => text.replace('isMorning: true', "isMorning: 'yes'"))
    found = await copy.problems()
  }, slow)

  it('a field renamed on the server is found in the page that reads it, in the words that docs show', () => {
    const [, words = ''] = /```text\n([^]*?)\n```/.exec(page) ?? []
    expect(found).toContain(words.replace('error ', ''))
  })

  it('an input of the wrong type is found in the page that sends it', () => {
    expect(found).toContainEqual(expect.stringMatching(/^client\/pages\/greet\/greet\.vue: TS2322: Type 'string' is not assignable to type 'boolean'/))
  })

  it('nothing else is found', () => {
    expect(found).toHaveLength(2)
  })
})
