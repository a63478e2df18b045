import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from './repository.ts'

const read = (path: string) => readFileSync(join(repository, path), 'utf8')
const readmes = ['README.md', 'README.zh-CN.md']
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const snippets = (text: string) => [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code ?? '')
/** The first line names the file; where it says no more, the block shows the whole of it. */
function shown(snippet: string) {
  const [first = '', ...lines] = snippet.trimEnd().split('\n')
  const [, path = '', more = ''] = /^\/\/ ([\w./-]+)(.*)$/.exec(first) ?? []
  return { path, isWhole: more === '', text: `${lines.join('\n')}\n` }
}
const commands = (text: string) => [...text.matchAll(/npm run ([a-z0-9:-]+)/g)].map(([, name]) => name ?? '')

describe.each(readmes)('%s', (name) => {
  const text = read(name)

  it('names only scripts that there are', () => {
    expect(commands(text).length).toBeGreaterThan(5)
    for (const script of commands(text)) expect(scripts).toHaveProperty([script])
  })

  it('names only files and folders that there are', () => {
    const paths = [...text.matchAll(/`((?:server|client|shared)\/[\w./-]*)`/g)].map(([, path]) => path ?? '')
    expect(paths.length).toBeGreaterThan(2)
    for (const path of paths) expect([path, existsSync(join(repository, path))]).toEqual([path, true])
  })

  it('shows two files whole and parts of two more, each exactly as it stands in the repository', () => {
    const blocks = snippets(text).map(shown)
    expect(blocks.map(({ isWhole }) => isWhole)).toEqual([true, false, true, false])
    for (const { path, isWhole, text: lines } of blocks) {
      if (isWhole) expect(lines).toBe(read(path))
      else expect(read(path)).toContain(`\n${lines}`)
    }
  })

  it('links only to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? '')
    const pictures = [...text.matchAll(/<img src="([^"]+)"/g)].map(([, source]) => source ?? '')
    expect(pictures).toHaveLength(3)
    for (const link of [...links, ...pictures])
      expect([link, existsSync(join(repository, link.replace(/#.*/, '')))]).toEqual([link, true])
  })

  it('runs its first command as it stands: install, then dev', () => {
    expect(text).toContain('npm ci && npm run dev')
    expect(scripts['dev']).toBe('uni-trpc-build dev')
  })
})

it('the Chinese README has the list for mainland China, in the order of its steps, each with what was verified', () => {
  const steps = read('README.zh-CN.md')
    .split('\n')
    .filter((line) => /^\d\. \*\*.*（.*(?:已|未)验证.*）$/.test(line))
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

it.each(['AGENTS.md', 'CHANGELOG.md'])('%s names only scripts, files and pages that there are', (name) => {
  const text = read(name)
  for (const script of commands(text)) expect(scripts).toHaveProperty([script])
  const files = [...text.matchAll(/`((?:server|client|shared)\/[\w./-]*)`/g)].map(([, path]) => path ?? '')
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? '')
  expect(links.length).toBeGreaterThan(1)
  for (const path of [...files, ...links]) expect([path, existsSync(join(repository, path))]).toEqual([path, true])
})

const packages = [
  'shared/protocol',
  ...['server', 'client'].flatMap((room) =>
    readdirSync(join(repository, room, 'packages')).map((name) => `${room}/packages/${name}`),
  ),
]

describe.each(packages)('the page of %s', (folder) => {
  const [english = '', chinese = ''] = readmes.map((name) => read(join(folder, name)))
  const { name, exports } = JSON.parse(read(join(folder, 'package.json'))) as {
    name: string
    exports: Record<string, string>
  }

  it('is headed by the name of the package, and leads to the other language', () => {
    for (const text of [english, chinese]) expect(text.split('\n')[0]).toBe(`# ${name}`)
    expect(english).toContain('[中文](README.zh-CN.md)')
    expect(chinese).toContain('[English](README.md)')
  })

  it('shows the same code in both, but for comments', () => {
    const code = (text: string) =>
      [...text.matchAll(/^```[jt]s\n([^]*?)^```$/gm)].map(([, block = '']) => block.replace(/ *\/\/ .*/g, ''))
    expect(code(chinese)).toEqual(code(english))
  })

  it('imports only what the package has', () => {
    const imported = [...english.matchAll(/^import \{ ([^}]+) \} from '([\w-]+)((?:\/[\w-]+)*)'$/gm)].filter(
      ([, , from]) => from === name,
    )
    for (const [, names = '', , entry = ''] of imported) {
      const source = read(join(folder, exports[`.${entry}`] ?? 'no such entry'))
      for (const one of names.split(', ')) expect([one, new RegExp(`\\b${one}\\b`).test(source)]).toEqual([one, true])
    }
  })
})
