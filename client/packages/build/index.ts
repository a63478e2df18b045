export { serverConfig } from './serverConfig.ts'
export { testConfig } from './testConfig.ts'
export { uniConfig } from './uniConfig.ts'
