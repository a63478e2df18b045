import { describe, expect, it } from 'vitest'
import { readLine } from './readLine.ts'
import { tasksOf, type TaskName } from './tasks.ts'

function read(name: TaskName, line: string) {
  const task = tasksOf(null, 3000).find((one) => one.name === name)
  if (!task) throw new Error(name)
  return readLine(task, line)
}

describe('what shows that it works', () => {
  it.each([
    ['API', 'API ready at http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    [
      'H5',
      '  \x1b[32m➜\x1b[39m  \x1b[1mLocal\x1b[22m:   \x1b[36mhttp://localhost:\x1b[1m5173\x1b[22m/\x1b[39m',
      'http://localhost:5173',
    ],
    ['H5', '  ➜  Network: http://192.168.1.5:5173/', 'http://192.168.1.5:5173'],
    ['WeChat', 'DONE  Build complete. Watching for changes...', ''],
  ] as const)('%s: %s', (name, line, address) => {
    expect(read(name, line)).toEqual({ kind: 'ready', address })
  })
})

it.each([
  ['H5', '11:12:52 AM [vite] connect ECONNREFUSED 127.0.0.1:3456'],
  ['H5', '11:12:52 AM [vite] http proxy error: /trpc/user.me'],
  ['API', '{"level":30,"time":1,"msg":"request"}'],
  ['API', '    at failureErrorWithLog (/home/me/node_modules/esbuild/lib/main.js:1752:15)'],
  ['H5', '2:16:15 PM [vite] page reload pages/index/index.vue'],
  ['H5', '  ➜  Network: use --host to expose'],
  [
    'H5',
    '欢迎将web站点部署到uniCloud前端网页托管平台，高速、免费、安全、省心，详见：https://uniapp.dcloud.io/uniCloud/hosting',
  ],
  ['WeChat', 'Compiler version: 5.14（vue3）'],
  ['WeChat', '编译器版本：5.14（vue3）'],
  ['WeChat', '开始差量编译...'],
  ['WeChat', '请注意运行模式下，因日志输出、sourcemap 以及未压缩源码等原因，性能和包体积，均不及发行模式。'],
  ['WeChat', ''],
] as const)('%s: routine stays off the screen: %s', (name, line) => {
  expect(read(name, line)).toEqual({ kind: 'routine' })
})

describe('what a developer has to see', () => {
  it.each([
    [
      'WeChat',
      '\x1b[35m[plugin:vite:vue]\x1b[39m \x1b[31m[vue/compiler-sfc] Unexpected token (9:17)',
      '[plugin:vite:vue] [vue/compiler-sfc] Unexpected token (9:17)',
    ],
    ['WeChat', '/home/me/client/pages/index/index.vue', '/home/me/client/pages/index/index.vue'],
    ['WeChat', '   |                   ^', '   |                   ^'],
    [
      'API',
      '/home/me/server/audit.ts:12:10: ERROR: Unexpected "="',
      '/home/me/server/audit.ts:12:10: ERROR: Unexpected "="',
    ],
    ['API', '    at <anonymous> (/home/me/server/audit.ts:12:7)', '    at <anonymous> (/home/me/server/audit.ts:12:7)'],
    ['API', 'Port 3000 is taken: set PORT to another', 'Port 3000 is taken: set PORT to another'],
  ] as const)('%s: %j', (name, line, text) => {
    expect(read(name, line)).toEqual({ kind: 'text', text })
  })

  it('a place in a .vue or .ts file, as a path from the root', () => {
    expect(read('WeChat', 'at \x1b[36mpages/index/index.vue:9:17\x1b[39m')).toEqual({
      kind: 'text',
      text: 'at client/pages/index/index.vue:9:17',
    })
    expect(read('H5', 'at api.ts:23:10')).toEqual({ kind: 'text', text: 'at client/api.ts:23:10' })
    expect(read('WeChat', 'at pages/style.css:5:1')).toEqual({ kind: 'text', text: 'at client/pages/style.css:5:1' })
    expect(read('WeChat', 'at ../shared/sentences.ts:5:10')).toEqual({
      kind: 'text',
      text: 'at shared/sentences.ts:5:10',
    })
  })

  it('a fault of the server: its request id, its message and our lines of its stack', () => {
    const stack =
      'Error: no disk\n    at save (/home/me/server/store/sqlite.ts:5:9)\n    at run (/home/me/node_modules/kysely/x.js:1:1)\n    at node:internal/x:1:1'
    const line = JSON.stringify({ level: 50, msg: 'fault', requestId: 'r-1', err: { message: 'no disk', stack } })
    expect(read('API', line)).toEqual({
      kind: 'text',
      text: 'fault (r-1): no disk\n    at save (/home/me/server/store/sqlite.ts:5:9)',
    })
  })

  it('a line that only begins like a record of the log', () => {
    expect(read('API', '{"level":')).toEqual({ kind: 'text', text: '{"level":' })
  })
})
