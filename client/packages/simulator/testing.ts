export { engines } from './testing/engines.ts'
export { createManualTimers } from './testing/manualTimers.ts'
export { writePackage } from './testing/writePackage.ts'
