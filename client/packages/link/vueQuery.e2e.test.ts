/**
 * Vue Query in a built mini program, wired as the README says: what the program of a stranger does, on both frameworks.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { engines } from 'uni-trpc-simulator/testing'
import { openSimulator, type Simulator } from 'uni-trpc-simulator'
import { linkDir } from 'uni-trpc-build/testing'
import { installLink } from './testing/installLink.ts'
import { serveRuntimes, type RuntimesServer } from './testing/runtimesServer.ts'
import { createUniProject, type UniProject } from './testing/uniProject.ts'

const readme = readFileSync(join(linkDir, 'README.md'), 'utf8')

/** A file that the README shows, by the name in its first line. */
function shown(name: string): string {
  const [, code] =
    new RegExp(`\`\`\`(?:js|ts|vue)\\n(?://|<!--) ${name.replace('.', '\\.')}[^\\n]*\\n([^]*?)\`\`\``).exec(readme) ??
    []
  if (code === undefined) throw new Error(`the README shows no ${name}`)
  return code
}

const page = `
  <template>
    <view>
      <text class="greeting">{{ greeting.status }} {{ greeting.fetchStatus }} {{ greeting.data ?? '' }}</text>
      <text class="refused">{{ refused.status }} {{ refused.failureCount }}</text>
      <text class="said">{{ said }}</text>
      <button class="again" @tap="greeting.refetch()" /><button class="refuse" @tap="isRefusing = true" />
      <button class="hold" @tap="hold" /><button class="leave" @tap="leave" /><button class="ask" @tap="ask" />
      <button class="add" @tap="add.mutate('月')" />
    </view>
  </template>
  <script setup>
  import { reactive, ref } from 'vue'
  import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
  import { api } from '../api.js'
  const queries = useQueryClient()
  const said = ref('')
  let asked = 0
  const greeting = reactive(useQuery({
    queryKey: ['greet'],
    queryFn: async ({ signal }) => (await api.greet.query('n' + (asked += 1), { signal })).greeting,
  }))
  const isRefusing = ref(false)
  const refused = reactive(useQuery({
    queryKey: ['refused'], queryFn: ({ signal }) => api.refused.query(undefined, { signal }), enabled: isRefusing, retryDelay: 1,
  }))
  const add = useMutation({
    mutationFn: (text) => api.add.mutate(text),
    onSuccess: ({ added }) => { said.value = 'added ' + added; return queries.invalidateQueries({ queryKey: ['greet'] }) },
  })
  const key = 'held by ' + Math.random()
  const hold = () => queries.fetchQuery({ queryKey: ['held'], queryFn: ({ signal }) => api.held.query(key, { signal }) })
    .catch((error) => { said.value = error.name + String(error.silent === undefined) })
  const leave = () => queries.cancelQueries({ queryKey: ['held'] }).then(() => { said.value = 'left' })
  const ask = async () => { said.value = 'is gone: ' + await api.isGone.query(key) }
  </script>`

const files = {
  'src/main.ts': shown('src/main.ts'),
  'src/queries.ts': shown('src/queries.ts'),
  'vite.config.ts': shown('vite.config.ts'),
  'src/api.js': `
    import { createTRPCClient } from '@trpc/client'
    import { uniLink } from 'uni-trpc-link'
    export const api = createTRPCClient({ links: [uniLink({ url: 'https://api.example.com/trpc', maxItems: 1 })] })`,
  'src/pages/index.vue': page,
}

let project: UniProject
let server: RuntimesServer
let packageDir: string

beforeAll(async () => {
  server = await serveRuntimes()
  project = createUniProject(files)
  await installLink(project.folder)
  packageDir = await project.build('mp-weixin')
})
afterAll(async () => {
  project.remove()
  await server.close()
})

describe.each(engines)('Vue Query in a built mini program on %s', (_name, engine) => {
  async function open(): Promise<Simulator> {
    const simulator = await openSimulator({
      packageDir,
      engine: engine(),
      hosts: { 'https://api.example.com': server.origin },
    })
    onTestFinished(simulator.close)
    return simulator
  }
  const shows = (simulator: Simulator, selector: string, text: string) =>
    simulator.waitFor(() => simulator.currentPage().text(selector) === text)

  it('loads what a page asks for, and asks again after a mutation and when the person comes back', async () => {
    const simulator = await open()
    const page = await simulator.launch()
    await shows(simulator, '.greeting', 'success idle hello n1')
    await page.tap('.add')
    await shows(simulator, '.greeting', 'success idle hello n2')
    expect(page.text('.said')).toBe('added 月')
    await simulator.hide()
    await simulator.show()
    await shows(simulator, '.greeting', 'success idle hello n3')
    expect(simulator.errors).toEqual([])
  })

  it('waits while there is no network, and goes on by itself when it is back', async () => {
    const simulator = await open()
    const page = await simulator.launch()
    await shows(simulator, '.greeting', 'success idle hello n1')
    simulator.network.offline = true
    await page.tap('.again')
    await shows(simulator, '.greeting', 'success paused hello n1')
    expect(simulator.requests).toHaveLength(1)
    simulator.network.offline = false
    await shows(simulator, '.greeting', 'success idle hello n2')
    expect(simulator.errors).toEqual([])
  })

  it('tries again what failed, as on any client, and a query that is cancelled aborts its request', async () => {
    const simulator = await open()
    const page = await simulator.launch()
    await page.tap('.refuse')
    await shows(simulator, '.refused', 'error 4')
    await page.tap('.hold')
    await simulator.waitFor(() => simulator.requests.some(({ url }) => url.includes('held')))
    await page.tap('.leave')
    await shows(simulator, '.said', 'left')
    await simulator.waitFor(() => {
      void page.tap('.ask')
      return page.text('.said') === 'is gone: true'
    })
    expect(simulator.errors).toEqual([])
  })

  it('starts without a network, and loads when it comes', async () => {
    const simulator = await open()
    simulator.network.offline = true
    await simulator.launch()
    await shows(simulator, '.greeting', 'pending paused')
    simulator.network.offline = false
    await simulator.waitFor(() => /^success idle hello n\d$/.test(simulator.currentPage().text('.greeting')))
    expect(simulator.errors).toEqual([])
  })
})
