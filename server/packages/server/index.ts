export type { App } from './serve.ts'
export { start } from './start.ts'
