import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createProject, ProjectError } from './create.ts'
import { features } from './features.ts'
import { wishOf, WishError } from './wish.ts'

const home = mkdtempSync(join(tmpdir(), 'create-uni-trpc-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

function textOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n')
}

describe('what is wanted', () => {
  it('is read from the command line, and no more is asked than it leaves open', async () => {
    const asked: string[] = []
    const ask = async (question: string) => {
      asked.push(question)
      return question.startsWith('Title') ? ' 我的小程序 ' : ''
    }
    expect(await wishOf(['apps/my-program', '--without', 'story, cloudrun'], ask)).toEqual({
      folder: 'apps/my-program',
      name: 'my-program',
      title: '我的小程序',
      appId: '',
      without: ['story', 'cloudrun'],
      packages: null,
    })
    expect(asked).toHaveLength(2)
    expect(await wishOf(['one', '--yes'], ask)).toMatchObject({ title: 'one', appId: '' })
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['no folder', ['--yes'], /Which folder.*目录/],
    ['a name that npm does not take', ['My Program', '--yes'], /name has small letters.*名称/],
    ['an app id that is none', ['one', '--yes', '--app-id', 'wx1'], /app id is wx.*AppID/],
    ['a part that there is not', ['one', '--yes', '--without', 'money'], /money is none of.*没有/],
    ['a flag that there is not', ['one', '--colour'], /colour/],
  ])('with %s is refused in both languages', async (_what, args, sentence) => {
    const refused = await wishOf(args, null).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(WishError)
    expect(String(refused)).toMatch(sentence)
  })
})

describe('a project', () => {
  it.each(features.map((feature) => [feature]))('without the %s says nothing of it any more', (feature) => {
    const folder = join(home, feature)
    const { files } = createProject({
      folder,
      name: feature,
      title: feature,
      appId: '',
      without: [feature],
      packages: null,
    })
    const gone = {
      notes: /notesRouter|NotesTable|pages\/notes|NoteInput/,
      story: /demoRouter|pages\/story/,
      phone: /手机号|(bind|with|[an]d) ?phone|phone(answer|proof|inwechat)/i,
      prefetch: /createPrefetch/,
      cloudrun: /^$/,
    }[feature]
    expect(files.length).toBeGreaterThan(40)
    expect(
      textOf(folder)
        .split('\n')
        .filter((line) => line !== '' && gone.test(line)),
    ).toEqual([])
    expect(existsSync(join(folder, 'Dockerfile'))).toBe(feature !== 'cloudrun')
  })

  it('is not written over what is there', () => {
    const folder = mkdtempSync(join(home, 'full-'))
    writeFileSync(join(folder, 'mine.txt'), 'mine')
    const wish = { folder, name: 'a', title: 'a', appId: '', without: [], packages: null }
    expect(() => createProject(wish)).toThrow(ProjectError)
    expect(readdirSync(folder)).toEqual(['mine.txt'])
  })
})
