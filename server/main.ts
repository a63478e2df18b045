/** The production server. */
import { app } from './product.ts'
import { start } from 'uni-trpc-server'

await start(app)
