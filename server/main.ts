/** The production server. */
import { app } from './product.ts'
import { start } from './start.ts'

await start(app)
