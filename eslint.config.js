/**
 * The directions between the rooms and the house style, as far as a machine can hold them. A later block replaces a
 * rule of an earlier one as a whole, so the lists are put together here and handed to each room complete.
 * The rules that ask the compiler for types are in .oxlintrc.json: written in Go, they take a fifth of the time.
 */
import pluginVue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const tests = ['**/*.test.ts', '**/testing/**', 'server/test*.ts']
const clientTools = ['client/build/**', 'client/simulator/**', 'client/link/vite.ts']
const clientFiles = ['client/**/*.ts', 'client/**/*.vue']

/** Refuses imports whose path matches `regex`. */
const refuse = (regex, message, allowTypeImports = false) => ({ regex, message, allowTypeImports })
const imports = (...patterns) => ['error', { patterns }]
/** A path of ours that leads through one of these folders; packages may be called the same. */
const room = (...names) => `^\\.\\.?/(?:.*/)?(?:${names.join('|')})/`

const noTrpc = refuse('^@trpc/', 'On the server only procedures/ knows tRPC.')
const noJwt = refuse('^jsonwebtoken$', 'JWT is known in server/auth/token.ts only.')
const noSandbox = refuse(room('sandbox'), 'The sandbox is for commands and tests: it must not reach production.')
const noClient = refuse(room('client'), 'The server does not know the client.')
const noEnvImport = refuse('^(node:)?process$', 'Only server/env.ts reads the environment.')
const server = [noTrpc, noJwt, noSandbox, noClient, noEnvImport]

const noZod = refuse('^zod', 'Zod in the client would double its weight: import types from shared/schemas.ts.')
const schemaTypes = refuse('(^|/)shared/schemas\\.ts$', 'Only types: its values bring zod along.', true)
const noServer = refuse(room('server'), 'Only client/api.ts knows the server, and of it the type AppRouter.')
const noNode = refuse('^node:', 'A mini program has no Node.')
const noSentences = refuse('(^|/)shared/(sentences|apiAddress)\\.ts$', 'Sentences are for pages; here they would weigh on every call.')
const client = [noZod, schemaTypes, noNode]

const restrictedSyntax = (...selectors) => ['error', ...selectors]
const noMocks = {
  selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock|hoisted)$/]',
  message: 'No module mocking: hand the effect in as an argument.',
}
const noSkips = {
  selector: 'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(skip|only|todo)$/]',
  message: 'A test runs, always, or it is not there.',
}
const noEnv = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'Only server/env.ts reads the environment.',
}

const globals = (names, message) => ['error', ...names.map((name) => ({ name, message }))]
const absentOnPhones = [
  ...['window', 'document', 'navigator', 'location', 'history', 'localStorage', 'sessionStorage', 'self', 'top'],
  ...['fetch', 'Headers', 'Request', 'Response', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'FormData', 'Blob'],
  ...['URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'AbortController', 'crypto', 'structuredClone'],
  ...['queueMicrotask', 'setImmediate', 'process', 'Buffer', 'global', '__dirname', 'require', 'alert', 'eval'],
]

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'data/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.strict,
  ...pluginVue.configs['flat/essential'],
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser, sourceType: 'module' } },
    rules: { 'vue/block-lang': ['error', { script: { lang: 'ts' } }], 'vue/no-v-html': 'error' },
  },
  {
    files: ['**/*.{js,ts,vue}'],
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-param-reassign': 'error',
      'no-warning-comments': 'error',
      'object-shorthand': 'error',
      'prefer-template': 'off',
      'max-params': 'off',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
      'vue/multi-word-component-names': 'off',
      'no-restricted-syntax': restrictedSyntax(noMocks, noSkips),
    },
  },
  {
    files: ['server/**/*.ts', 'client/**/*.ts', 'shared/**/*.ts'],
    ignores: tests,
    rules: { 'max-lines': ['error', 250] },
  },

  {
    files: ['shared/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(refuse('^(?!\\./|zod$)', 'shared/ imports nothing of ours.')),
      'no-restricted-globals': globals([...absentOnPhones, 'uni', 'wx'], 'shared/ runs on both sides.'),
    },
  },

  {
    files: ['server/**/*.ts'],
    rules: {
      'no-restricted-globals': globals(['uni', 'wx'], 'The server does not know the client.'),
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-syntax': restrictedSyntax(noMocks, noSkips, noEnv) },
  },
  {
    files: ['server/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(...server),
      'no-restricted-globals': globals(['uni', 'wx', 'process'], 'Effects come in as arguments.'),
    },
  },
  {
    files: ['server/procedures/**/*.ts'],
    ignores: tests,
    rules: { '@typescript-eslint/no-restricted-imports': imports(noJwt, noSandbox, noClient, noEnvImport) },
  },
  {
    files: ['server/auth/token.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': imports(noTrpc, noSandbox, noClient, noEnvImport) },
  },
  {
    files: ['server/wechat/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...server,
        refuse(room('store', 'auth', 'user', 'procedures'), 'wechat/ knows WeChat and nobody else.'),
      ),
    },
  },
  {
    files: ['server/store/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...server,
        refuse(`${room('wechat', 'user', 'procedures')}|${room('auth')}(?!Audit|AuthStore)`, 'Of auth, store/ knows what it has to remember.'),
      ),
    },
  },
  {
    files: ['server/start.ts', 'server/commands/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(noTrpc, noJwt, noClient),
      'no-restricted-globals': globals(['uni', 'wx'], 'The server does not know the client.'),
    },
  },
  {
    // It starts others beside ours, so it knows what the server's rooms keep to themselves.
    files: ['server/bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(noClient),
      'no-restricted-globals': globals(['uni', 'wx'], 'The server does not know the client.'),
      'no-restricted-syntax': restrictedSyntax(noMocks, noSkips),
    },
  },
  {
    files: ['server/start.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': imports(...server) },
  },
  {
    files: ['server/env.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(noTrpc, noJwt, noSandbox, noClient),
      'no-restricted-globals': globals(['uni', 'wx'], 'The server does not know the client.'),
      'no-restricted-syntax': restrictedSyntax(noMocks, noSkips),
    },
  },

  {
    files: clientFiles,
    ignores: [...tests, ...clientTools],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(...client, noServer),
      'no-restricted-globals': globals(absentOnPhones, 'A mini program has no such global.'),
    },
  },
  {
    files: ['client/api.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...client,
        noSentences,
        refuse(`${room('server')}(?!procedures/router\\.ts$)`, 'Of the server only its router, and only its type.'),
        refuse(`${room('server')}procedures/router\\.ts$`, 'Only the type: `import type`.', true),
      ),
    },
  },
  {
    files: ['client/session/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...client,
        noServer,
        noSentences,
        refuse('^\\.\\./(api\\.ts|pages/)', 'session/ serves api.ts and pages; it does not know them.'),
      ),
    },
  },
  {
    files: ['client/link/**/*.ts'],
    ignores: [...tests, ...clientTools],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        refuse('^(?!\\./|\\.\\./(?!\\.\\.)|@trpc/)', 'link/ is a package of its own: only itself and @trpc.'),
        refuse('^\\.\\./(shared|session|server|pages|build|simulator|api)', 'link/ knows nothing of the rest.'),
      ),
    },
  },
  { files: ['client/simulator/**/*.ts'], rules: { 'no-restricted-syntax': restrictedSyntax(noMocks, noSkips, noEnv) } },
  {
    files: ['server/commands/**', 'client/build/**', 'client/simulator/**', ...tests],
    rules: { 'no-console': 'off' },
  },
)
