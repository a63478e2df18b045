export { addressProblems, placeholderAddress, tidyAddress } from './apiAddress.ts'
export { isAppId } from './appId.ts'
export { headers } from './headers.ts'
export { Refusal, refusalOf, refusals, sentenceOf, type Reason } from './refusal.ts'
