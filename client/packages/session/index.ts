export { loginCode, LoginError } from './loginCode.ts'
export { createPrefetch } from './prefetch.ts'
export { createSession } from './session.ts'
