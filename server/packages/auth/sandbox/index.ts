export { createSandbox } from './sandbox.ts'
export { tourist, touristEntrance } from './tourist.ts'
