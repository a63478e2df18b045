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
    const pictures = [...text.matchAll(/<img src="([^"]+)"/g)].map(([, source]) => source ?? '')
    expect(pictures).toHaveLength(3)
    for (const link of [...links, ...pictures]) expect([link, existsSync(join(repository, link.replace(/#.*/, '')))]).toEqual([link, true])
  })

  it('runs its first command as it stands: install, then dev', () => {
    expect(text).toContain('npm ci && npm run dev')
    expect(scripts['dev']).toBe('uni-trpc-build dev')
  })
})

it('the Chinese README has the list for mainland China, in the order of its steps, each with what was tried', () => {
  const steps = read('README.zh-CN.md').split('\n').filter((line) => /^\d\. \*\*.*（.*试过.*）$/.test(line))
  const names = ['小程序备案', '域名 ICP 备案', 'TLS', '服务器域名', '类目', '隐私保护指引', '手机号额度', 'IP 白名单']
  expect(steps.map((step) => /\*\*(.*?)\*\*/.exec(step)?.[1])).toEqual(names)
})

it('both READMEs say the same: commands, files and snippets agree', () => {
  const [english = '', chinese = ''] = readmes.map(read)
  expect(commands(chinese)).toEqual(commands(english))
  expect(snippets(chinese)).toEqual(snippets(english))
  const files = (text: string) => [...text.matchAll(/`[\w./-]+`/g)].map(([path]) => path).sort()
  expect(files(chinese)).toEqual(files(english))
})
