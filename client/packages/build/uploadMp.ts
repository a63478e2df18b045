/** `npm run upload:mp`: builds, and uploads it as a version that can be tried and submitted for review. */
import process from 'node:process'
import { runSending } from './sending/runSending.ts'

process.exitCode = await runSending('upload')
