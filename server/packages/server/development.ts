/** What tools for development know of the server: its environment, its secrets, how it says that it stopped. */
export { apiStoppedLine } from './apiStoppedLine.ts'
export { clientEnv } from './settings/clientEnv.ts'
export { developmentSecrets } from './commands/developmentSecrets.ts'
export { processVariables, readEnv, withDefaults, type Settings } from './settings/env.ts'
