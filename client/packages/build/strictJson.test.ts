import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clientDir } from './repository.ts'
import { problemOf } from './strictJson.ts'

const pages =
  '{\n  // the first page\n  "pages": [\n    { "path": "pages/index/index" },\n    { "path": "pages/me/me" }\n  ]\n}\n'

describe('pages.json and manifest.json, read strictly', () => {
  it.each(['pages.json', 'manifest.json'])('take %s as it is here, comments and all', (name) => {
    expect(problemOf(name, readFileSync(join(clientDir, name), 'utf8'), () => true)).toBeNull()
    expect(problemOf('pages.json', pages, () => true)).toBeNull()
  })

  it.each([
    ['cut off', pages.slice(0, pages.indexOf(' },') + 3), 4],
    ['without a comma', pages.replace('" },', '" }'), 5],
    ['that is none', 'xx', 1],
  ])('name the line of a file %s', (_what, text, line) => {
    expect(problemOf('pages.json', text, () => true)).toEqual({ message: expect.stringContaining('expected'), line })
  })

  it('name a page that is not there, and a list that is none', () => {
    expect(problemOf('pages.json', pages, (path) => path !== 'pages/me/me')).toEqual({
      message: 'there is no page client/pages/me/me.vue',
      line: 5,
    })
    expect(problemOf('pages.json', '{ "pages": {} }', () => true)?.message).toContain('must be a list of pages')
  })
})
