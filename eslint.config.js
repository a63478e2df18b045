/**
 * The directions between the rooms and the house style, as far as a machine can hold them. A later block replaces a
 * rule of an earlier one as a whole, so the lists are put together here and handed to each room complete.
 * The rules that ask the compiler for types are in .oxlintrc.json: written in Go, they take a fifth of the time.
 * `npm run check` asks ESLint about pages alone, and oxlint about all else, by the same rules: oxlint.config.js.
 */
import pluginVue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import vueParser from 'vue-eslint-parser'

const tests = ['**/*.test.ts', '**/testing/**', '**/testing.ts']
const clientTools = ['client/packages/{build,create,simulator}/**', 'client/packages/link/vite.ts']
const clientFiles = ['client/**/*.ts', 'client/**/*.vue']
/** Pages, and what they take out into files of their own. */
const vueFiles = ['**/*.vue', 'client/pages/**/*.ts']

/** Refuses imports whose path matches `regex`. */
const refuse = (regex, message, allowTypeImports = false) => ({ regex, message, allowTypeImports })
const imports = (...patterns) => ['error', { patterns }]
/** A path of ours that leads through one of these folders; packages may be called the same. */
const room = (...names) => `^\\.\\.?/(?:.*/)?(?:${names.join('|')})/`

const noReach = refuse(
  '(^|/)packages/|^uni-trpc-[a-z]+/(?!(trpc|data|sandbox|testing|sentences|development|adapters|abort|client|vite|vue|globals)$)',
  'A package is entered by its exports alone.',
)
const noTrpc = refuse('^@trpc/', 'On the server only procedures/ and what carries them, trpc/, know tRPC.')
const noJwt = refuse('^jsonwebtoken$', 'JWT is known in server/packages/auth/token.ts only.')
const noSandbox = refuse(
  `${room('sandbox')}|^uni-trpc-auth/sandbox$`,
  'The sandbox is for commands and tests: it must not reach production.',
)
const noClient = refuse(
  `${room('client')}|^uni-trpc-(link|session|simulator|build)`,
  'The server does not know the client.',
)
const noEnvImport = refuse('^(node:)?process$', 'Only server/packages/server/settings/env.ts reads the environment.')
const server = [noReach, noTrpc, noJwt, noSandbox, noClient, noEnvImport]

const noZod = refuse('^zod', 'Zod in the client would double its weight: import types from shared/schemas.ts.')
const schemaTypes = refuse('(^|/)shared/schemas\\.ts$', 'Only types: its values bring zod along.', true)
const noServer = refuse(
  `${room('server')}|^uni-trpc-(auth|server)`,
  'Only client/api.ts knows the server, and of it the type AppRouter.',
)
const noNode = refuse('^node:', 'A mini program has no Node.')
const noSentences = refuse(
  '^uni-trpc-protocol/sentences$|(^|/)sentences\\.ts$',
  'Sentences are for pages; here they would weigh on every call.',
)
const client = [noReach, noZod, schemaTypes, noNode]

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
  message: 'Only server/packages/server/settings/env.ts reads the environment.',
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
  ...pluginVue.configs['flat/essential'].map((config) => ({ files: vueFiles, ...config })),
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser, sourceType: 'module' } },
    rules: {
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
    },
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
      // In .oxlintrc.json, which reads every file in any case; of pages, whose templates use names, it is here.
      '@typescript-eslint/no-unused-vars': 'off',
      'no-restricted-syntax': restrictedSyntax(noMocks, noSkips),
    },
  },
  {
    files: ['**/*.vue'],
    rules: { '@typescript-eslint/no-unused-vars': ['error', { caughtErrors: 'all' }] },
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
    files: ['server/procedures/**/*.ts', 'server/packages/*/trpc/**/*.ts'],
    ignores: tests,
    rules: { '@typescript-eslint/no-restricted-imports': imports(noReach, noJwt, noSandbox, noClient, noEnvImport) },
  },
  {
    files: ['server/packages/auth/token.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': imports(noReach, noTrpc, noSandbox, noClient, noEnvImport) },
  },
  {
    files: ['server/packages/auth/wechat/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...server,
        refuse('^\\.\\./', 'wechat/ knows WeChat and nobody else.'),
      ),
    },
  },
  {
    files: ['server/packages/server/store/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...server,
        refuse('^uni-trpc-auth', 'Of auth, store/ knows what it has to remember: only types.', true),
        refuse(room('trpc', 'body', 'commands'), 'store/ knows its tables and nobody who asks for them.'),
      ),
    },
  },
  {
    files: ['server/packages/server/database/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...server,
        refuse(
          `${room('store', 'data', 'http', 'trpc', 'commands')}|^uni-trpc-auth`,
          'database/ knows how a database is spoken to, and none of its tables.',
        ),
      ),
    },
  },
  {
    files: ['server/packages/server/start.ts', 'server/packages/server/commands/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(noReach, noTrpc, noJwt, noClient),
      'no-restricted-globals': globals(['uni', 'wx'], 'The server does not know the client.'),
    },
  },
  {
    // They start others beside ours, or our own as tests do, so they know what the server's rooms keep to themselves.
    files: ['server/packages/server/{bench,proofs}/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(noReach, noClient),
      'no-restricted-globals': globals(['uni', 'wx'], 'The server does not know the client.'),
      'no-restricted-syntax': restrictedSyntax(noMocks, noSkips),
    },
  },
  {
    files: ['server/packages/server/start.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': imports(...server) },
  },
  {
    files: ['server/packages/server/settings/env.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(noReach, noTrpc, noJwt, noSandbox, noClient),
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
        refuse(
          `${room('server')}(?!procedures/router\\.ts$)|^uni-trpc-(auth|server)`,
          'Of the server only its router, and only its type.',
        ),
        refuse(`${room('server')}procedures/router\\.ts$`, 'Only the type: `import type`.', true),
      ),
    },
  },
  {
    files: ['client/packages/session/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...client,
        noServer,
        noSentences,
        refuse('^\\.\\./', 'session/ serves api.ts and pages; it does not know them.'),
      ),
    },
  },
  {
    files: ['client/packages/session/vue/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        ...client,
        noServer,
        refuse('^\\.\\./(\\.\\./|index\\.ts)', 'vue/ stands on single files of session/, and knows no pages.'),
      ),
    },
  },
  {
    files: ['client/packages/link/**/*.ts'],
    ignores: [...tests, ...clientTools],
    rules: {
      '@typescript-eslint/no-restricted-imports': imports(
        refuse('^(?!\\./|@trpc/)', 'link/ knows itself and @trpc, and nothing of the rest.'),
      ),
    },
  },
  {
    files: ['client/packages/simulator/**/*.ts'],
    rules: { 'no-restricted-syntax': restrictedSyntax(noMocks, noSkips, noEnv) },
  },
  {
    files: ['server/packages/server/commands/**', 'client/packages/build/**', 'client/packages/simulator/**', ...tests],
    rules: { 'no-console': 'off' },
  },
)
