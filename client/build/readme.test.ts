import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from './repository.ts'

const read = (path: string) => readFileSync(join(repository, path), 'utf8')
const readmes = ['README.md', 'README.zh-CN.md']
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const snippets = (text: string) => [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '')
const commands = (text: string) => [...text.matchAll(/npm run ([a-z0-9:-]+)/g)].map(([, name]) => name ?? '')

describe.each(readmes)('%s', (name) => {
  const text = read(name)

  it('names only scripts that there are', () => {
    expect(commands(text).length).toBeGreaterThan(5)
    for (const script of commands(text)) expect(scripts).toHaveProperty([script])
  })

  it('names only files and folders that there are', () => {
    const paths = [...text.matchAll(/`((?:server|client|shared)\/[\w./-]*)`/g)].map(([, path]) => path ?? '')
    expect(paths.length).toBeGreaterThan(20)
    for (const path of paths) expect([path, existsSync(join(repository, path))]).toEqual([path, true])
  })

  it('shows only lines that stand in the file it names', () => {
    expect(snippets(text)).toHaveLength(3)
    for (const snippet of snippets(text)) {
      const [first = '', ...lines] = snippet.trimEnd().split('\n')
      const source = read(first.replace('// ', ''))
      for (const line of lines) expect(source).toContain(line)
    }
  })

  it('links only to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? '')
    for (const link of links) expect(existsSync(join(repository, link))).toBe(true)
  })

  it('runs its first command as it stands: install, then dev', () => {
    expect(text).toContain('npm ci && npm run dev')
    expect(scripts['dev']).toBe('tsx server/commands/dev.ts')
  })
})

it('both READMEs say the same: commands, files and snippets agree', () => {
  const [english = '', chinese = ''] = readmes.map(read)
  expect(commands(chinese)).toEqual(commands(english))
  expect(snippets(chinese)).toEqual(snippets(english))
  const files = (text: string) => [...text.matchAll(/`[\w./-]+`/g)].map(([path]) => path).sort()
  expect(files(chinese)).toEqual(files(english))
})
