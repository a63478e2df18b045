/** Serves a router to WeChat mini programs: by itself, or inside of a server that is there already. */
export { mount, type Mounted } from './mount.ts'
export type { App } from './serve.ts'
export { start } from './start.ts'
