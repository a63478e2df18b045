/** `npm run preview:mp`: builds, and prints a QR code with which members of the project open it on a phone. */
import process from 'node:process'
import { runSending } from './sending/runSending.ts'

process.exitCode = await runSending('preview')
