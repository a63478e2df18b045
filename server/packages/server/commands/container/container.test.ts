import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { readEnv } from '../../settings/env.ts'
import { testEnvironment } from '../../testing/startServer.ts'
import { importedPackages } from './importedPackages.ts'
import { lockFor, lockSchema } from './lockFor.ts'

const root = fileURLToPath(new URL('../../../../..', import.meta.url))
const read = (name: string) => readFileSync(join(root, name), 'utf8')

/** `[instruction, the rest]`, continued lines joined, comments left out. */
const instructions = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter(Boolean)
  .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const)
const all = (instruction: string) => instructions.filter(([name]) => name === instruction).map(([, rest]) => rest)

describe('the container file', () => {
  it('takes its base image and its package registry as arguments, Node 24 unless told otherwise', () => {
    expect(all('ARG')).toEqual(['NODE_IMAGE=node:24-slim', 'NPM_REGISTRY='])
    expect(all('FROM')).toEqual(['${NODE_IMAGE} AS build', '${NODE_IMAGE}'])
  })

  it('copies only what there is and what .dockerignore lets through', () => {
    const ignored = read('.dockerignore')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'))
    const sources = all('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(' ').slice(0, -1))
    expect(sources).toEqual([
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'vite.config.ts',
      'client',
      'server',
      'shared',
    ])
    for (const source of sources) {
      expect([source, existsSync(join(root, source))]).toEqual([source, true])
      expect(ignored).not.toContain(source)
    }
    expect(ignored).toEqual(expect.arrayContaining(['.env', 'data', '.git', '**/node_modules', '**/*.key', '**/*.pem']))
  })

  it('runs the server by a user without rights, which owns nothing of it, and asks /livez for its health', () => {
    const last = instructions.map(([name]) => name).lastIndexOf('FROM')
    const final = instructions.slice(last).map(([name, rest]) => `${name} ${rest}`)
    expect(final).toContain('USER node')
    expect(final).toContain('CMD ["node", "main.js"]')
    expect(final.find((line) => line.startsWith('COPY'))).toContain('--chown=root:root')
    expect(final.find((line) => line.startsWith('HEALTHCHECK'))).toContain('/livez')
    expect(final.some((line) => line.startsWith('RUN'))).toBe(false)
  })

  it('holds no secret and no development', () => {
    expect(read('Dockerfile')).not.toMatch(/SECRET|PASSWORD|NODE_ENV=(?!production)/)
  })
})

describe('the compose file', () => {
  const service = z.looseObject({
    image: z.string(),
    build: z
      .looseObject({ context: z.string(), args: z.record(z.string(), z.string()), target: z.string().optional() })
      .optional(),
    profiles: z.array(z.string()).optional(),
    entrypoint: z.array(z.string()).optional(),
    tmpfs: z.array(z.string()).optional(),
    environment: z.record(z.string(), z.string()).optional(),
    depends_on: z.unknown().optional(),
    configs: z.array(z.looseObject({ source: z.string() })).optional(),
    volumes: z.array(z.string()).optional(),
    ports: z.array(z.string()).optional(),
  })
  const composition = z
    .object({
      services: z.record(z.string(), service),
      volumes: z.record(z.string(), z.unknown()),
      configs: z.record(z.string(), z.object({ content: z.string() })),
      networks: z.object({
        default: z.object({ ipam: z.object({ config: z.array(z.object({ subnet: z.string() })) }) }),
      }),
    })
    .loose()
    .parse(parse(read('compose.yaml'), { merge: true }))
  const { services } = composition
  const nodes = ['node-a', 'node-b']

  /** As compose fills `${NAME:-default}` and `${NAME:?why}`. */
  const fill = (text: string, values: Record<string, string>) =>
    text.replace(/\$\{(\w+):[-?]([^}]*)\}/g, (_all, name: string, rest: string) => values[name] ?? rest)

  it('gives nodes and tools an environment that the server accepts, with every secret from outside', () => {
    const { TOKEN_SECRETS, DATA_SECRETS, INDEX_SECRET } = testEnvironment('unused')
    const values = {
      TOKEN_SECRETS,
      DATA_SECRETS,
      INDEX_SECRET,
      WECHAT_APPS: 'wx0123456789abcdef:secret',
      POSTGRES_PASSWORD: 'word',
    }
    for (const name of [...nodes, 'tools']) {
      const environment = services[name]?.environment ?? {}
      const filled = Object.fromEntries(Object.entries(environment).map(([key, text]) => [key, fill(text, values)]))
      const settings = readEnv(filled)
      expect(settings.databaseUrl).toBe('postgres://uni_trpc:word@database:5432/uni_trpc')
      expect(settings.trustedProxies).toEqual([composition.networks.default.ipam.config[0]?.subnet])
      for (const secret of ['WECHAT_APPS', 'TOKEN_SECRETS', 'DATA_SECRETS', 'INDEX_SECRET'])
        expect(environment[secret]).toMatch(/^\$\{\w+:\?/)
    }
  })

  it('passes on every variable that env.ts reads, but for those of the image and of CloudRun, and the one of .env wins', () => {
    const all = [...read('server/packages/server/settings/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(
      ([, variable]) => variable ?? '',
    )
    expect(all).toEqual(expect.arrayContaining(['DATABASE_URL', 'TOKEN_TTL', 'METRICS_TOKEN']))
    const passed = all.filter((variable) => !['NODE_ENV', 'HOST', 'PORT', 'TRUST_CLOUDRUN'].includes(variable))
    for (const name of [...nodes, 'tools'])
      expect(Object.keys(services[name]?.environment ?? {})).toEqual(expect.arrayContaining(passed))
    const given = {
      TOKEN_TTL: '15m',
      SESSION_IDLE: '1d',
      SESSION_MAX: '2d',
      SESSION_CAP: '3',
      WECHAT_API_BASE: 'https://gate.my-company.com',
      WEB_ORIGINS: 'https://my-company.com',
      METRICS_TOKEN: 'a token long enough',
    }
    for (const [variable, value] of Object.entries(given))
      expect(fill(services['node-a']?.environment?.[variable] ?? '', given)).toBe(value)
  })

  it('runs the doctor and admin beside the nodes when called: the stage that has them, their scripts, and the client’s variables', () => {
    const { profiles, build, entrypoint, tmpfs, image, environment = {} } = services['tools'] ?? {}
    expect({ profiles, entrypoint, tmpfs, image }).toEqual({
      profiles: ['tools'],
      entrypoint: ['npm', 'run', '--silent'],
      tmpfs: ['/tmp'],
      image: 'uni-trpc-tools',
    })
    expect(all('FROM')).toContain(`\${NODE_IMAGE} AS ${build?.target}`)
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')))
    const called = [...read('compose.yaml').matchAll(/docker compose run --rm tools (\w+)/g)].map(
      ([, script]) => script ?? '',
    )
    expect(called).toEqual(['doctor', 'admin'])
    for (const script of called) expect(scripts[script]).toBe(`uni-trpc-server ${script}`)
    for (const variable of ['VITE_API_URL', 'VITE_API_URL_TRIAL', 'VITE_APP_ID'])
      expect(environment[variable]).toBe(`\${${variable}:-}`)
  })

  it('lets nobody in but through the proxy, which knows both nodes and asks whether they are ready', () => {
    expect(Object.keys(services)).toEqual([...nodes, 'tools', 'database', 'proxy'])
    expect(
      Object.entries(services)
        .filter(([, { ports }]) => ports)
        .map(([name]) => name),
    ).toEqual(['proxy'])
    const [{ source } = { source: '' }] = services['proxy']?.configs ?? []
    const caddyfile = composition.configs[source]?.content ?? ''
    expect(caddyfile).toContain('reverse_proxy node-a:3000 node-b:3000')
    expect(caddyfile).toContain('health_uri /readyz')
    expect(caddyfile).toMatch(/^\{\$\$SITE_ADDRESS\} \{/)
  })

  it('hands to the build exactly the arguments that the container file takes', () => {
    const taken = all('ARG').map((argument) => argument.split('=')[0])
    for (const name of [...nodes, 'tools']) expect(Object.keys(services[name]?.build?.args ?? {})).toEqual(taken)
  })

  it('keeps what must outlive a container on volumes that it declares', () => {
    const used = Object.values(services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]))
    expect(used.sort()).toEqual(Object.keys(composition.volumes).sort())
    expect(services['database']?.volumes?.[0]).toContain('/var/lib/postgresql')
  })
})

describe('what the image installs', () => {
  it('is what the built scripts import, and nothing of Node or of their own', () => {
    const script = `import a from "hono";\nimport { b } from "hono/cors";\nimport "node:fs";\nimport fs from "fs";\nimport x from "./chunk-1.js";
export { y } from "@trpc/server/http";\nconst z = await import("pg");\n// import "commented" is words\nconst words = 'import it from "nowhere"';`
    expect(importedPackages([script, 'import a from "zod";'])).toEqual(['@trpc/server', 'hono', 'pg', 'zod'])
  })

  const lock = lockSchema.parse({
    name: 'x',
    version: '1.0.0',
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { a: '^1', vue: '^3' } },
      'node_modules/a': {
        version: '1.2.0',
        dependencies: { b: '^2' },
        peerDependencies: { c: '*', d: '*', typescript: '*' },
        peerDependenciesMeta: { d: { optional: true } },
      },
      'node_modules/a/node_modules/b': { version: '2.1.0', optionalDependencies: { e: '1', gone: '1' } },
      'node_modules/b': { version: '1.0.0' },
      'node_modules/c': { version: '3.0.0', dev: true },
      'node_modules/d': { version: '4.0.0' },
      'node_modules/e': { version: '1.0.0', optional: true, os: ['linux'] },
      'node_modules/typescript': { version: '5.0.0', dev: true },
      'node_modules/vue': { version: '3.0.0' },
    },
  })

  it("is at the versions of the repository's lock, with what each needs where each finds it", () => {
    const made = lockFor(lock, ['a'])
    expect(Object.keys(made.packages)).toEqual([
      '',
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/c',
      'node_modules/e',
    ])
    expect(made.packages['']?.dependencies).toEqual({ a: '1.2.0' })
    expect(made.packages['node_modules/c']).toEqual({ version: '3.0.0' })
    expect(made.packages['node_modules/a']?.peerDependencies).toEqual({ c: '*' })
  })

  it('is refused in a sentence where the lock does not hold it', () => {
    expect(() => lockFor(lock, ['nosuch'])).toThrow(/holds no nosuch, which the built server needs: run npm install/)
  })
})
