/**
 * The bridge of types from the server's procedures to the pages, tried on a copy of the sources: what a mini program
 * lacks does not type-check in the client, and a field renamed on the server is found in the page that reads it.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileCopy, type Problem } from './docs/compilers.ts'
import { linkPackages } from './packing/workspace.ts'
import { repository } from './repository.ts'

const packages = resolve(repository, 'node_modules')
const slow = 300_000

let copy = ''

/** Inside node_modules, so that the copy finds the same packages. */
beforeAll(() => {
  mkdirSync(resolve(packages, '.cache'), { recursive: true })
  copy = mkdtempSync(resolve(packages, '.cache/type-bridge-'))
  for (const name of ['tsconfig.json', 'shared', 'server', 'client']) {
    cpSync(resolve(repository, name), join(copy, name), { recursive: true, filter: isSource })
  }
  linkPackages(copy)
})

afterAll(() => {
  rmSync(copy, { recursive: true, force: true })
})

function isSource(path: string): boolean {
  const ofTests =
    /\.test\.ts$|[\\/](fixtures?|client[\\/]packages[\\/](build|create|simulator|(link|session)[\\/]testing(\.ts)?))$/
  return !ofTests.test(path)
}

/** Also what the libraries' own declarations lack. The same each time, so that the compiler may keep what it found. */
const compiled = () => compileCopy(copy, ['--skipLibCheck', 'false'])

/** What is found with these files in the copied client, which are taken away again. */
async function problemsWith(files: Record<string, string>): Promise<Problem[]> {
  const folder = join(copy, 'client/tried')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name.endsWith('.vue') ? name : `${name}.ts`), `${text}\n`)
  }
  const renamed = writeRenamed()
  try {
    return await compiled()
  } finally {
    for (const path of [folder, ...renamed]) rmSync(path, { recursive: true })
  }
}

/** Right in every line. */
const present = `
  import { api } from '../api.ts'
  const timer: number = setTimeout((word: string) => console.log(word), 10, 'word')
  clearTimeout(timer)
  uni.showToast({ title: import.meta.env.VITE_API_URL })
  export const version: 'develop' | 'trial' | 'release' = wx.getAccountInfoSync().miniProgram.envVersion
  export const me = (signal: AbortSignal) => api.user.me.query(undefined, { signal })
  export const id = async (): Promise<string> => (await api.auth.check.query()).user.id`

const absent = [
  'process',
  'document',
  'window',
  'fetch',
  'Buffer',
  'URL',
  'AbortController',
  'localStorage',
  'navigator',
  'XMLHttpRequest',
  'TextDecoder',
  'queueMicrotask',
  'require',
  '__dirname',
  'global',
  'WebSocket',
  'FormData',
  'Headers',
  'Request',
  'Response',
  'Blob',
  'File',
  'Node',
  'Event',
  'EventSource',
]
const importApi = "import { api } from '../api.ts'"
/** Each is wrong. */
const wrong: Record<string, string> = {
  // Only a result that is not any refuses to be a number.
  result: `${importApi}\nexport const x = async (): Promise<number> => await api.auth.check.query()`,
  field: `${importApi}\nexport const x = async () => (await api.user.me.query()).nosuchfield`,
  signal: `${importApi}\nexport const x = api.user.me.query(undefined, { signal: 5 })`,
  input: `${importApi}\nexport const x = api.auth.login.mutate({ code: 5 })`,
  node: 'export const x = (timer: NodeJS.Timeout) => timer',
  element: 'export const x = (element: HTMLElement) => element',
  component: "export { default } from './nosuch.vue'",
  address: "import { httpBatchLink } from '@trpc/client'\nexport const x = httpBatchLink({ url: 5 })",
  ...Object.fromEntries(absent.map((name) => [`global_${name}`, `export const x = ${name}`])),
}

describe('the client', () => {
  let found: Problem[] = []
  const planted = () => ({ ...wrong, 'Child.vue': childPage, 'Planted.vue': plantedPage })
  beforeAll(async () => {
    found = await problemsWith({ present, ...planted() })
  }, slow)
  /** As a name in `planted`. */
  const nameOf = ({ file }: Problem) => file.replace('client/tried/', '').replace(/\.ts$/, '')

  it('type-checks as it is, with all that a mini program has; Vue, tRPC and uni-app name no type that is any for not being there', () => {
    // The server's own declarations are checked where Node's are known.
    const isOfPackage = ({ file }: Problem) => /^\.\.\/|^node_modules\//.test(file)
    const isWrong = (problem: Problem) => nameOf(problem) in planted() || isRenamed(problem)
    expect(found.filter((problem) => !isOfPackage(problem) && !isWrong(problem))).toEqual([])
    const unresolved = found.filter(
      ({ file, says }) =>
        /^\.\.\/\.\.\/@?(vue|trpc|dcloudio|zod)\//.test(file) && /Cannot find (name|namespace|module)/.test(says),
    )
    expect(unresolved).toEqual([])
  })

  it('reads no types of Node, of a database or of what serves: what a procedure keeps in its context stays there', () => {
    const kept: { fileNames: string[] } = JSON.parse(readFileSync(join(copy, 'client.tsbuildinfo'), 'utf8'))
    const files = kept.fileNames.map((name) => resolve(copy, name).replaceAll('\\', '/'))
    expect(files.filter((file) => file.endsWith('server/procedures/router.d.ts'))).toHaveLength(1)
    expect(files.filter((file) => /node_modules\/(@types\/(node|pg|ws)|kysely|pg|hono|pino|ws)\//.test(file))).toEqual(
      [],
    )
  })

  it('knows no global that a mini program lacks, no result is any, and every wrong field is found with its line', () => {
    const names = found.map(nameOf)
    expect(Object.keys(wrong).filter((name) => names.includes(name))).toEqual(Object.keys(wrong))
    for (const [name, text] of [
      ['Child.vue', childPage],
      ['Planted.vue', plantedPage],
    ]) {
      const inPage = found.filter((problem) => nameOf(problem) === name)
      expect([...new Set(inPage.map(({ line }) => line))], name).toEqual(plantedLines(text ?? ''))
    }
  })

  it('misses a procedure that the session calls by name as soon as the server names it otherwise', () => {
    for (const { name } of calledByName) {
      const inApi = found.filter(({ file }) => file === `client/apiWithout_${name}.ts`)
      expect(inApi.map(({ says }) => says).join('\n'), name).toContain(`Property '${name}' is missing`)
    }
    expect(readFileSync(join(copy, 'client/api.ts'), 'utf8')).toContain('createUniClient<AppRouter>')
  })
})

/** Procedures that the session calls by name, with the file that holds each. */
const calledByName = [
  ...['login', 'check', 'logout', 'prefetchToken'].map((name) => ({ file: 'auth', name })),
  { file: 'user', name: 'me' },
]

/** A client's api.ts for each of them over a router that names it otherwise; answers what was written. */
function writeRenamed(): string[] {
  const written: string[] = []
  const write = (from: string, to: string, [text, instead]: readonly [string, string]) => {
    const before = readFileSync(join(copy, from), 'utf8')
    expect(before.split(text), text).toHaveLength(2)
    writeFileSync(join(copy, to), before.replace(text, instead))
    written.push(join(copy, to))
  }
  for (const { file, name } of calledByName) {
    const folder = 'server/procedures'
    const [procedures, router] = [`${file}Without_${name}.ts`, `routerWithout_${name}.ts`]
    write(`${folder}/${file}.ts`, `${folder}/${procedures}`, [`\n  ${name}: `, `\n  ${name}Otherwise: `])
    write(`${folder}/router.ts`, `${folder}/${router}`, [`'./${file}.ts'`, `'./${procedures}'`])
    write('client/api.ts', `client/apiWithout_${name}.ts`, [`${folder}/router.ts'`, `${folder}/${router}'`])
  }
  return written
}

const isRenamed = ({ file }: Problem) => file.startsWith('client/apiWithout_')

/** Each line that holds "nosuch" is wrong, and no other. */
function plantedLines(page: string): number[] {
  return page.split('\n').flatMap((text, index) => (text.includes('nosuch') ? [index + 1] : []))
}

const childPage = `<script setup lang="ts">
import type { Session } from 'uni-trpc-auth'
defineProps<{ session: Session; title: string }>()
const emit = defineEmits<{ done: [id: string] }>()
emit('done', 'an id')
emit('done', 5) // nosuch id
defineSlots<{ default(props: { id: string }): unknown }>()
</script>
<template>
  <view>{{ session.id }} {{ title }}</view>
  <view>{{ session.nosuchField }}</view>
</template>`

const plantedPage = `<script setup lang="ts">
import { computed, inject, reactive, ref, shallowRef, toRefs, watch, type InjectionKey, type Ref } from 'vue'
import { api } from '../api.ts'
import Child from './Child.vue'
type User = Awaited<ReturnType<typeof api.user.me.query>>
const user = ref<User | null>(null)
user.value = 5 // nosuch user
const checked = ref(await api.auth.check.query())
checked.value.session.nosuch
const sessions = ref(await api.auth.sessions.query())
sessions.value = 'nosuch sessions'
const shallow = shallowRef<User>()
shallow.value?.nosuch
const misspelt = computed(() => user.value?.nosuch)
const nickname = computed(() => user.value?.nickname ?? '')
nickname.value.nosuch
const state = reactive({ user: null as User | null })
state.user?.nosuch
toRefs(state).user.value?.nosuch
watch(user, (now) => now?.nosuch)
const key: InjectionKey<Ref<User>> = Symbol()
inject(key)?.value.nosuch
const answer = await uni.request({ url: '' })
answer.nosuch
uni.getSystemInfoSync().nosuch
const chosen = await uni.chooseImage({})
chosen.tempFiles.nosuch
uni.showToast({ titel: 'nosuch' })
uni.login({ success: (login) => login.nosuch })
const shown = await uni.showModal({})
shown.nosuch
const text = ref('')
const onNumber = (event: number) => event
const onTold = (event: { detail: { value: string } }) => void (text.value = event.detail.value)
const onUnknown = (event: unknown) => event
</script>
<template>
  <view>{{ user?.nickname }} {{ misspelt }}</view>
  <view>{{ user?.nosuch }}</view>
  <view>{{ user?.createdAt.nosuch.deeper }}</view>
  <view v-if="user?.nosuch">x</view>
  <view v-for="session in sessions" :key="session.id">
    <text>{{ session.device }}</text>
    <text>{{ session.nosuch }}</text>
  </view>
  <view v-for="(session, index) in sessions" :key="index.nosuch">{{ session.id }}</view>
  <Child :session="checked.session" title="x" @done="(id) => id.length" />
  <Child :session="5" title="nosuch session" />
  <Child :session="checked.user" title="nosuch session" />
  <Child :session="checked.session" :title="5" class="nosuch-title" />
  <Child :session="checked.session" class="nosuch-title" />
  <Child :session="checked.session" title="x" @done="(id: number) => id + 'nosuch'.length" />
  <Child :session="checked.session" title="x" @done="(id) => id.nosuch" />
  <Child :session="checked.session" title="x"><template #default="{ id }">{{ id }}</template></Child>
  <Child :session="checked.session" title="x"><template #default="{ id }">{{ id.nosuch }}</template></Child>
  <button @click="(event) => event.nosuch">x</button>
  <button id="nosuch-argument" @click="onNumber">x</button>
  <input @input="(event) => event.type" />
  <input @input="(event) => event.nosuch" />
  <input v-model="text" />
  <input v-model="text.nosuch" />
  <image :src="user?.nosuch" />
  <view @tap="nosuch">{{ text }}</view>
  <view @tap="onTold" @longpress.stop="onTold" @touchmove="(event) => event.touches.length">x</view>
  <view @tap="(event) => event.nosuch">x</view>
  <input @input="onTold" @confirm="onTold" @blur="text = $event.type" />
  <input @input="text = $event.detail.nosuch" />
  <button @chooseavatar="onTold" @getphonenumber="onUnknown">x</button>
  <button @chooseavatar="text = $event.nosuch">x</button>
  <button id="nosuch-argument" @chooseavatar="onNumber">x</button>
  <checkbox-group @change="onTold"><label><checkbox value="x" :checked="text === ''" /></label></checkbox-group>
  <checkbox-group @change="(event) => event.nosuch"><checkbox value="x" /></checkbox-group>
  <scroll-view scroll-y @scroll="onUnknown"><block><rich-text :nodes="text" /></block></scroll-view>
  <scroll-view @scroll="text = $event.detail.nosuch" />
  <navigator :url="user?.nosuch" />
  <nosuch-component />
</template>`

it("fields renamed in the server's answers are found in every page that shows them", { timeout: slow }, async () => {
  const renames = [
    {
      file: 'server/packages/auth/session.ts',
      field: 'expiresAt',
      pieces: ['readonly expiresAt: string', 'expiresAt: new'],
    },
    {
      file: 'server/packages/auth/account/user.ts',
      field: 'nickname',
      pieces: ['readonly nickname: string', 'nickname: row'],
    },
  ]
  for (const { file, field, pieces } of renames) {
    let text = readFileSync(join(copy, file), 'utf8')
    for (const piece of pieces) {
      expect(text.split(piece), piece).toHaveLength(2)
      text = text.replace(piece, piece.replace(field, 'otherwise'))
    }
    writeFileSync(join(copy, file), text)
  }
  const found = await compiled()
  for (const { field } of renames) {
    const showing = pages().filter((page) =>
      new RegExp(`(user|session)\\??\\.${field}\\b`).test(readFileSync(join(copy, page), 'utf8')),
    )
    const failing = pages().filter((page) =>
      found.some(({ file, says }) => file === page && says.includes(`Property '${field}' does not exist`)),
    )
    expect(showing.length).toBeGreaterThan(0)
    expect(failing, field).toEqual(showing)
  }
  // The operator's command shows a user's nickname, too.
  const inServer = found.filter(
    ({ file }) => file.startsWith('server/') && !file.startsWith('server/packages/server/commands/'),
  )
  expect(inServer).toEqual([])
})

/** Every page and component, as paths of the copy. */
function pages(): string[] {
  return readdirSync(join(copy, 'client'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.vue'))
    .map((name) => `client/${name.replaceAll('\\', '/')}`)
    .sort()
}
