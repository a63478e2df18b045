/** What the built packages hold and, above all, what they do not. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'acorn'
import { beforeAll, describe, expect, it } from 'vitest'
import { acceptPackage, PACKAGE_LIMIT_BYTES } from 'uni-trpc-simulator'
import { canaries } from 'uni-trpc-server/testing'
import { builtPackage, packageNames, type PackageName } from './builtPackage.ts'
import { repository } from './repository.ts'

interface File {
  name: string
  bytes: number
  text: string
}

/** Hosts and calls found in a build without removePhoneHome, with statistics on. */
const phoneHome = [
  /(?<!uniapp\.)dcloud\.(net\.cn|io)/,
  /dcimg\.net/,
  /preloadAssets/,
  // cdn1.dcloud.net.cn, spelled in character codes.
  /99,\s*100,\s*110,\s*49/,
  /uni_stat|__UNI_STAT|WebTrack\.gif/i,
]

/** Names and formats of what only the server may know. */
const secrets = [
  /TOKEN_SECRETS|DATA_SECRETS|INDEX_SECRET|WECHAT_APPS|DATABASE_URL|METRICS_TOKEN/,
  /session_key|appsecret|js_code|jscode2session|stable_token/i,
  /-----BEGIN/,
]

const serverOnly = [
  /ZodError|invalid_union|safeParse/,
  /jsonwebtoken|JsonWebTokenError|TokenExpiredError/,
  /photostructure|kysely/i,
]

function filesOf(dir: string): File[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => {
      const content = readFileSync(path)
      const name = relative(dir, path).replaceAll('\\', '/')
      return { name, bytes: content.length, text: content.toString('utf8') }
    })
}

/** `file: what was found` for each pattern found in any file. */
function found(files: File[], patterns: RegExp[]): string[] {
  return files.flatMap(({ name, text }) =>
    patterns.flatMap((pattern) => {
      const match = pattern.exec(text)
      return match ? [`${name}: ${match[0]}`] : []
    }),
  )
}

describe.each<PackageName>(['mp-weixin', 'h5'])('the %s package', (name) => {
  let files: File[] = []

  beforeAll(async () => {
    files = filesOf(await builtPackage(name))
  })

  it('was built from our program', () => {
    expect(files.length).toBeGreaterThan(3)
    expect(found(files, [/https:\/\/api\.example\.com/])).not.toEqual([])
  })

  it('holds nothing that reports to DCloud', () => {
    expect(found(files, phoneHome)).toEqual([])
  })

  it('H83: holds neither a secret nor the name of one', () => {
    expect(found(files, secrets)).toEqual([])
  })

  it('holds no zod, no jsonwebtoken and nothing else of the server', () => {
    expect(found(files, serverOnly)).toEqual([])
  })

  it('tells nothing about the machine that built it', () => {
    const paths = files.filter(({ text }) => text.includes(repository) || /VITE_ROOT_DIR/.test(text))
    expect(paths.map(({ name: file }) => file)).toEqual([])
  })

  it('knows no sandbox', () => {
    expect(found(files, [/\/sandbox|login-code\?/])).toEqual([])
  })

  it('H83: ships neither source maps nor a repository', () => {
    expect(files.filter(({ name: file }) => /\.map$|(^|\/)\.git/.test(file))).toEqual([])
    expect(found(files, [/sourceMappingURL/])).toEqual([])
  })
})

describe('H79: of the secrets that the builder’s environment holds', () => {
  const patterns = canaries.map((canary) => new RegExp(canary.replaceAll(/[+/]/g, '\\$&')))

  it.each(packageNames)(
    'the %s build took none',
    async (name) => {
      const files = filesOf(await builtPackage(name))
      expect(files.length).toBeGreaterThan(0)
      expect(found(files, patterns)).toEqual([])
    },
    240_000,
  )

  it('each would be found', () => {
    const files = canaries.map((canary) => ({ name: 'main.js', bytes: 0, text: `const key="${canary}"` }))
    expect(found(files, patterns)).toEqual(canaries.map((canary) => `main.js: ${canary}`))
  })
})

describe('the mp-weixin package on a phone', () => {
  let files: File[] = []

  beforeAll(async () => {
    files = filesOf(await builtPackage('mp-weixin'))
  })

  it('is written in ES2018 syntax throughout, which every supported phone reads', () => {
    const scripts = files.filter(({ name }) => name.endsWith('.js'))
    const refused = scripts.flatMap(({ name, text }) => {
      try {
        // Base libraries from 2.30.0 on run on iOS 13 and Chrome 86 or newer.
        parse(text, { ecmaVersion: 2018, sourceType: 'script' })
        return []
      } catch (error) {
        return [`${name}: ${String(error)}`]
      }
    })
    expect(scripts.length).toBeGreaterThan(2)
    expect(refused).toEqual([])
  })

  it('stays under the two MiB WeChat allows the main package', () => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    expect(bytes).toBeGreaterThan(30_000)
    expect(bytes).toBeLessThan(2 * 1024 * 1024)
  })

  it('opens in DevTools as the tourist, with the domain check on and nothing compiled twice', () => {
    const project: unknown = JSON.parse(textOf(files, 'project.config.json'))
    expect(project).toMatchObject({
      appid: 'touristappid',
      compileType: 'miniprogram',
      projectname: 'uni-trpc',
      setting: { urlCheck: true, es6: false, minified: false, uploadWithSourceMap: false },
    })
  })

  it('is named by manifest.json alone, on its bar and on its pages', () => {
    const { window }: { window: unknown } = JSON.parse(textOf(files, 'app.json'))
    expect(window).toMatchObject({ navigationBarTitleText: 'uni-trpc' })
    expect(textOf(files, 'pages/signIn/signIn.js')).toContain('"uni-trpc"')
  })

  it('loads only the components a page needs', () => {
    const app: { pages: string[]; lazyCodeLoading: string } = JSON.parse(textOf(files, 'app.json'))
    expect([app.pages[0], app.lazyCodeLoading]).toEqual(['pages/index/index', 'requiredComponents'])
  })
})

describe('the developers’ workbench', () => {
  for (const name of ['h5', 'mp-weixin', 'mp-weixin-development', 'mp-weixin-workbench'] as const) {
    beforeAll(async () => void (await builtPackage(name)))
  }

  const held = async (name: PackageName) => {
    const files = filesOf(await builtPackage(name))
    const { pages }: { pages: string[] } = JSON.parse(textOf(files, 'app.json'))
    return {
      isListed: pages.includes('pages/workbench/workbench'),
      traces:
        found(files, [/workbench|工作台/i]).length + files.filter((file) => file.name.includes('workbench')).length,
    }
  }

  it('is in no package that may be published: no page, no file, no word', async () => {
    expect(await held('mp-weixin')).toEqual({ isListed: false, traces: 0 })
    expect(found(filesOf(await builtPackage('h5')), [/workbench|工作台/i])).toEqual([])
  })

  it.each(['mp-weixin-development', 'mp-weixin-workbench'] as const)(
    'is in %s, which was made for developers or asked for it',
    async (name) => {
      const { isListed, traces } = await held(name)
      expect([isListed, traces > 4]).toEqual([true, true])
    },
  )
})

describe('the development package of the mini program', () => {
  let files: File[] = []
  beforeAll(async () => {
    files = filesOf(await builtPackage('mp-weixin-development'))
  })

  it('turns the domain check off and asks the API on this machine', () => {
    expect(JSON.parse(textOf(files, 'project.config.json'))).toMatchObject({ setting: { urlCheck: false } })
    expect(found(files, [/http:\/\/127\.0\.0\.1:3000/])).not.toEqual([])
  })
})

describe('the H5 package for tests', () => {
  let files: File[] = []
  beforeAll(async () => {
    files = filesOf(await builtPackage('h5-test'))
  })

  it('asks its own origin and may ask the sandbox', () => {
    expect(found(files, [/https:\/\/api\.example\.com/])).toEqual([])
    expect(found(files, [/\/sandbox\/login-code/])).toHaveLength(1)
  })
})

describe('the production server', () => {
  let files: File[] = []
  beforeAll(async () => {
    files = filesOf(await builtPackage('server'))
  })

  it('is one script without a trace of the sandbox, beside it the names of the packages in it, and outside the rest', () => {
    expect(files.map(({ name }) => name).sort()).toEqual(['bundled-packages.json', 'main.js'])
    expect(found(files, [/the code is a mock one|phone-code/])).toEqual([])
    const script = textOf(files, 'main.js')
    for (const name of ['pg', 'pino', '@photostructure/sqlite']) expect(script).toContain(`from "${name}"`)
    const bundled: unknown = JSON.parse(textOf(files, 'bundled-packages.json'))
    expect(bundled).toEqual(expect.arrayContaining(['@trpc/server', 'hono', 'jsonwebtoken', 'kysely', 'zod']))
    expect(script).not.toMatch(/from "(@trpc\/server|hono|jsonwebtoken|kysely|zod)"/)
  })
})

function textOf(files: File[], name: string): string {
  const file = files.find((candidate) => candidate.name === name)
  if (!file) throw new Error(`The package has no ${name}`)
  return file.text
}

describe('WeChat’s own compilers', () => {
  it('accept the whole mini program: wcc every template, wcsc every style, and its size', async () => {
    const { refusals, mainPackageBytes, subPackageBytes } = acceptPackage(await builtPackage('mp-weixin'))
    expect(refusals).toEqual([])
    expect(mainPackageBytes).toBeLessThan(PACKAGE_LIMIT_BYTES)
    expect(mainPackageBytes).toBeGreaterThan(50_000)
    expect(subPackageBytes).toEqual({})
  })
})
