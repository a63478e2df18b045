/** Where the project and its rooms lie on disk: npm runs every script in the folder of its package.json. */
import { resolve } from 'node:path'
import process from 'node:process'

/** The project's root, absolute. */
export const repository = process.cwd()

/** uni-app's input directory, absolute: a relative one yields other chunks. */
export const clientDir = resolve(repository, 'client')

/** Where the link's sources and its README lie, absolute. */
export const linkDir = resolve(clientDir, 'packages/link')
