/** The package as strangers get it: packed, unpacked into an otherwise empty uni-app project, built, and run. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { exparserEngine, glassEaselEngine, openSimulator } from 'uni-trpc-simulator'
import { installLink } from './testing/installLink.ts'
import { serveRuntimes, type RuntimesServer } from './testing/runtimesServer.ts'
import { createUniProject, type UniProject } from './testing/uniProject.ts'

/** All the program says of tRPC; the types of a router would come from a server of its own. */
const files = {
  'src/api.js': `
    import { createTRPCClient } from '@trpc/client'
    import { jsonlStream, uniLink, uniSocketLink, uniUploadLink } from 'uni-trpc-link'
    const url = 'https://api.example.com/trpc'
    export const api = createTRPCClient({
      links: [uniUploadLink({ url }), uniSocketLink({ url: 'wss://api.example.com/trpc' }), uniLink({ url, stream: jsonlStream() })],
    })`,
  'src/pages/index.vue': `
    <template>
      <view>
        <text class="answer">{{ answer }}</text>
        <button class="query" @tap="query" /><button class="stream" @tap="stream" />
        <button class="events" @tap="events" /><button class="upload" @tap="send" />
      </view>
    </template>
    <script setup>
    import { ref } from 'vue'
    import { kindOf, upload } from 'uni-trpc-link'
    import { api } from '../api.js'
    const answer = ref('')
    const tell = (call) => call.then(
      (value) => (answer.value = JSON.stringify(value)),
      (error) => (answer.value = error.message + ' ' + kindOf(error)),
    )
    const query = () => tell(Promise.all([api.greet.query('月'), api.refused.query().catch((error) => error.data.code)]))
    const stream = () => tell((async () => {
      let story = ''
      for await (const part of await api.story.query()) answer.value = story += part
      return story
    })())
    const events = async () => {
      const told = []
      api.events.subscribe({ key: 'packed' }, { onData: ({ data }) => (answer.value = 'events ' + told.push(data)) })
      await api.push.mutate({ key: 'packed', item: 1 })
      await api.push.mutate({ key: 'packed', item: 2 })
    }
    const send = () => uni.chooseMedia({ success: ({ tempFiles: [{ tempFilePath: path }] }) => tell(upload(api.keep, { path })) })
    </script>`,
}

/** Of a program that only asks. */
const asking = {
  'src/api.js': `
    import { createTRPCClient } from '@trpc/client'
    import { uniLink } from 'uni-trpc-link'
    export const api = createTRPCClient({ links: [uniLink({ url: 'https://api.example.com/trpc' })] })`,
  'src/pages/index.vue': `
    <template><text class="answer">{{ answer }}</text></template>
    <script setup>
    import { ref } from 'vue'
    import { api } from '../api.js'
    const answer = ref('')
    api.greet.query('月').then(({ greeting }) => (answer.value = greeting))
    </script>`,
}

const host = 'https://api.example.com'
let project: UniProject
let server: RuntimesServer
let packageDir: string

beforeAll(async () => {
  server = await serveRuntimes()
  project = await projectWith(files)
  packageDir = await project.build('mp-weixin')
})
afterAll(async () => {
  project.remove()
  await server.close()
})

async function projectWith(sources: Record<string, string>): Promise<UniProject> {
  const made = createUniProject(sources)
  const inside = await installLink(made.folder)
  writeFileSync(join(made.folder, 'vite.config.ts'), viteConfigOf(readFileSync(join(inside, 'README.md'), 'utf8')))
  return made
}

/** What the package tells people to write is what is tried. */
function viteConfigOf(readme: string): string {
  const [, config] = /```js\n(\/\/ vite\.config\.ts\n[^]*?)```/.exec(readme) ?? []
  if (config === undefined) throw new Error('the README shows no vite.config.ts')
  return config
}

describe('the packed tarball', () => {
  it('holds what it needs and nothing of its workshop', () => {
    const inside = join(project.folder, 'node_modules', 'uni-trpc-link')
    expect(readdirSync(inside).sort()).toEqual(['LICENSE', 'README.md', 'README.zh-CN.md', 'dist', 'package.json'])
    expect(readdirSync(join(inside, 'dist')).filter((name) => !/^\w+\.(?:c?js|d\.c?ts)$/.test(name))).toEqual([
      'miniprogram',
    ])
  })
})

describe.each([
  ['exparser', exparserEngine],
  ['glass-easel', glassEaselEngine],
] as const)('in an otherwise empty uni-app project on %s', (_name, engine) => {
  it('queries, streams, subscribes and uploads', async () => {
    const simulator = await openSimulator({
      packageDir,
      engine: engine(),
      hosts: { [host]: server.origin },
      answerMedia: () => [simulator.files.add('a picture', 'png')],
    })
    onTestFinished(simulator.close)
    const page = await simulator.launch()
    const answers = async (button: string, answer: string) => {
      await page.tap(button)
      await simulator.waitFor(() => page.text('.answer') === answer)
    }
    await answers('.query', '[{"greeting":"hello 月"},"FORBIDDEN"]')
    await answers('.stream', '"从前 a 🦊, a ¢rane"')
    await answers('.upload', '{"content":"a picture","title":null}')
    await page.tap('.events')
    await simulator.waitFor(
      () => /^events \d+$/.test(page.text('.answer')) && Number(page.text('.answer').split(' ')[1]) >= 2,
    )
    expect(simulator.errors).toEqual([])
  })
})

it('in a program that never subscribes it leaves tRPC no way to, and calls work', async () => {
  const small = await projectWith(asking)
  onTestFinished(small.remove)
  const built = await small.build('mp-weixin')
  const vendors = [packageDir, built].map((folder) => readFileSync(join(folder, 'common/vendor.js'), 'utf8'))
  expect(vendors.map((code) => code.includes('onConnectionStateChange'))).toEqual([true, false])
  const simulator = await openSimulator({
    packageDir: built,
    engine: glassEaselEngine(),
    hosts: { [host]: server.origin },
  })
  onTestFinished(simulator.close)
  const page = await simulator.launch()
  await simulator.waitFor(() => page.text('.answer') === 'hello 月')
})
