/**
 * The ends of the range of tRPC that the package's manifest admits: types, every kind of call, and a built mini
 * program.
 */
import { execFile } from 'node:child_process'
import { cpSync, realpathSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { describeProblems, linkDir, repository } from 'uni-trpc-build/testing'
import { openSimulator } from 'uni-trpc-simulator'
import { engines } from 'uni-trpc-simulator/testing'
import { installLink } from './testing/installLink.ts'
import { serveRuntimes, type RuntimesServer } from './testing/runtimesServer.ts'
import { createUniProject, type UniProject } from './testing/uniProject.ts'

/** Where this repository has them; what is admitted is checked below. */
const ends = [
  { version: '11.0.0', client: 'trpc-client-11.0', server: 'trpc-server-11.0' },
  { version: '11.25.2', client: '@trpc/client', server: '@trpc/server' },
]

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string
    peerDependencies: Record<string, string>
  }

const files = {
  'vite.config.ts': `
    import uni from '@dcloudio/vite-plugin-uni'
    import { uniTrpc } from 'uni-trpc-link/vite'
    // What a minifier does to it, package.e2e.test.ts tries.
    export default { plugins: [uni(), uniTrpc()], build: { minify: false } }`,
  'src/pages/index.vue': `
    <template><view><text class="answer">{{ answer }}</text><button class="ask" @tap="ask" /></view></template>
    <script setup>
    import { ref } from 'vue'
    import { createTRPCClient } from '@trpc/client'
    import { jsonlStream, uniLink } from 'uni-trpc-link'
    const api = createTRPCClient({ links: [uniLink({ url: 'https://api.example.com/trpc', stream: jsonlStream() })] })
    const answer = ref('')
    const ask = async () => {
      let story = ''
      for await (const part of await api.story.query()) story += part
      answer.value = (await api.greet.query('月')).greeting + ' ' + story
    }
    </script>`,
  'typed.ts': `
    import { createTRPCClient } from '@trpc/client'
    import { initTRPC, tracked } from '@trpc/server'
    import superjson from 'superjson'
    import { jsonlStream, kindOf, retryQueries, uniBytesLink, uniEventsLink, uniLink, uniSocketLink, uniUploadLink, upload } from 'uni-trpc-link'
    const t = initTRPC.create({ transformer: superjson })
    const router = t.router({
      greet: t.procedure.input((name: unknown) => String(name)).query(({ input }) => ({ greeting: input, at: new Date() })),
      story: t.procedure.query(async function* () { yield 'word' }),
      events: t.procedure.subscription(async function* () { yield tracked('1', { item: 1 }) }),
      keep: t.procedure.input((form: unknown) => form as FormData).mutation(() => 'kept'),
    })
    const transformer = superjson
    const url = '/trpc'
    const api = createTRPCClient<typeof router>({
      links: [
        retryQueries(), uniUploadLink({ url, transformer }), uniBytesLink({ url, transformer }), uniEventsLink({ url, transformer }),
        uniSocketLink({ url, transformer }), uniLink({ url, transformer, stream: jsonlStream() }),
      ],
    })
    // @ts-expect-error the router has a transformer
    uniLink<typeof router>({ url })
    export async function use(): Promise<string> {
      const { greeting, at } = await api.greet.query('Ann')
      for await (const word of await api.story.query()) word.trim()
      api.events.subscribe(undefined, { onData: ({ id, data }) => id + data.item.toFixed() })
      // @ts-expect-error an input is a word
      await api.greet.query(5)
      // @ts-expect-error no such field
      void (await api.greet.query('Ann')).nosuch
      return greeting + at.toISOString() + (await upload(api.keep, { path: 'a' })) + (kindOf(new Error()) ?? '')
    }`,
}

it('the ends that are tried are the least and the newest that the manifest admits', () => {
  const { peerDependencies } = manifestOf(linkDir)
  for (const name of ['client', 'server'] as const) {
    expect(peerDependencies[`@trpc/${name}`]).toBe(`^${ends[0]?.version}`)
    for (const end of ends) expect(manifestOf(join(repository, 'node_modules', end[name])).version).toBe(end.version)
  }
  const readme = readFileSync(join(linkDir, 'README.md'), 'utf8')
  for (const { version } of ends) expect(readme).toContain(version)
})

describe.each(ends)('with tRPC $version', ({ client, server: serverPackage }) => {
  let project: UniProject
  let server: RuntimesServer
  let bundle: string
  let packageDir: string

  beforeAll(async () => {
    server = await serveRuntimes()
    project = createUniProject(files)
    await installLink(project.folder)
    for (const [name, from] of [
      ['client', client],
      ['server', serverPackage],
    ] as const) {
      const target = join(project.folder, 'node_modules', '@trpc', name)
      rmSync(target)
      // Not a link: each must find the other beside it.
      cpSync(realpathSync(join(repository, 'node_modules', from)), target, { recursive: true })
    }
    bundle = join(project.folder, 'cases.mjs')
    const entry = fileURLToPath(new URL('./testing/versionEntry.ts', import.meta.url))
    await build({
      entryPoints: [entry],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    })
    packageDir = await project.build('mp-weixin')
  })
  afterAll(async () => {
    project.remove()
    await server.close()
  })

  it('is typed: calls, streams, tracked events, uploads and a transformer', () => {
    const checked = ts.createProgram([join(project.folder, 'typed.ts')], {
      noEmit: true,
      strict: true,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
      skipLibCheck: true,
    })
    expect(describeProblems(ts.getPreEmitDiagnostics(checked))).toBe('')
  })

  it('queries, batches, is refused, aborts, streams, resumes, uploads and transforms', async () => {
    const { stdout } = await promisify(execFile)(execPath, [bundle], { cwd: project.folder })
    const refusal = { code: 'FORBIDDEN', httpStatus: 403, path: 'refused' }
    expect(JSON.parse(stdout)).toEqual({
      query: { greeting: 'hello 月' },
      mutation: { added: '月' },
      batch: { settled: [{ greeting: 'hello a' }, 'not you', { greeting: 'hello b' }, { added: 'c' }], answers: 2 },
      error: {
        kind: null,
        message: 'not you',
        data: refusal,
        shape: { message: 'not you', code: -32003, data: refusal },
      },
      abort: expect.objectContaining({ kind: 'aborted' }) as unknown,
      stream: ['从前 ', 'a 🦊, ', 'a ¢rane'],
      streamLeft: [0, 1, 2],
      nested: { now: 1, deeper: 'deep' },
      subscription: [
        { id: '0', data: 1 },
        { id: '1', data: 2 },
        { id: '2', data: 3 },
      ],
      upload: { kept: { content: 'a picture', title: '月' }, lastProgress: 100 },
      superjson: { isDate: true, all: [1, 2] },
    })
  })

  it('works in a built mini program, on both frameworks', async () => {
    for (const [, engine] of engines) {
      const simulator = await openSimulator({
        packageDir,
        engine: engine(),
        hosts: { 'https://api.example.com': server.origin },
      })
      onTestFinished(simulator.close)
      const page = await simulator.launch()
      await page.tap('.ask')
      await simulator.waitFor(() => page.text('.answer') === 'hello 月 从前 a 🦊, a ¢rane')
      expect(simulator.errors).toEqual([])
    }
  })
})
