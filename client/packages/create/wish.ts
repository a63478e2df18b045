/** What somebody wants of a new project: from the command line, or asked. */
import { parseArgs } from 'node:util'
import { features, type Feature } from './features.ts'

export interface Wish {
  /** Where the project is written; it must not be there yet, or be empty. */
  readonly folder: string
  /** As npm takes names. */
  readonly name: string
  /** What people read in WeChat. */
  readonly title: string
  /** Of the mini program, like `wx0123456789abcdef`; empty for a first try in DevTools. */
  readonly appId: string
  readonly without: readonly Feature[]
  /** A folder of tarballs to take the packages from, in place of npm's registry. */
  readonly packages: string | null
}

/** A wrong word on the command line, as a sentence in both languages. */
export class WishError extends Error {
  override readonly name = 'WishError'
}

const usage =
  'npm create uni-trpc my-program -- [--title 我的小程序] [--app-id wx0123456789abcdef] ' +
  `[--without ${features.join(',')}] [--packages ./tarballs] [--yes]`

/** Asks one question; answers what was typed, or nothing. */
export type Ask = (question: string) => Promise<string>

/**
 * @param ask for what the command line leaves unsaid; `null` where nobody can be asked, and with `--yes`
 * @throws {WishError}
 */
export async function wishOf(args: readonly string[], ask: Ask | null): Promise<Wish> {
  const { values, positionals } = parsed(args)
  const asked = values.yes ? null : ask
  const said = async (value: string | undefined, question: string): Promise<string> =>
    value ?? (await asked?.(question))?.trim() ?? ''
  const folder = await said(positionals[0], 'Folder of the new project / 新项目的目录: ')
  if (folder === '') throw new WishError(`Which folder? / 请给出目录: ${usage}`)
  const name = values.name ?? nameOf(folder)
  if (!/^[a-z0-9][\w.-]*$/.test(name))
    throw new WishError(`${name}: a name has small letters, digits, - and _ / 名称只能用小写字母、数字、- 和 _`)
  const title = (await said(values.title, `Title, as people read it / 小程序名称 (${name}): `)) || name
  const appId = await said(values['app-id'], 'App id, empty for a first try / 小程序 AppID，可先留空: ')
  if (appId !== '' && !/^wx[0-9a-f]{16}$/.test(appId))
    throw new WishError(`${appId}: an app id is wx and 16 hex digits / AppID 由 wx 和 16 位十六进制数组成`)
  const without = withoutOf(
    await said(values.without, `Without any of ${features.join(', ')}, empty for all / 不要的部分，可留空: `),
  )
  return { folder, name, title, appId, without, packages: values.packages ?? null }
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const
  const options = {
    name: text,
    title: text,
    'app-id': text,
    without: text,
    packages: text,
    yes: { type: 'boolean', short: 'y' },
  } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new WishError(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

function nameOf(folder: string): string {
  return folder.replaceAll('\\', '/').replace(/\/+$/, '').split('/').at(-1) ?? ''
}

function withoutOf(text: string): Feature[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  return names.map((name) => {
    const found = features.find((feature) => feature === name)
    if (!found) throw new WishError(`${name} is none of ${features.join(', ')} / 没有这个可选部分`)
    return found
  })
}
