/** Where this repository and its rooms lie on disk. */
import { fileURLToPath } from 'node:url'
import { resolve } from 'node:path'

/** The repository's root, absolute. */
export const repository = resolve(fileURLToPath(new URL('../../..', import.meta.url)))

/** uni-app's input directory, absolute: a relative one yields other chunks. */
export const clientDir = resolve(repository, 'client')

/** Where the link's sources and its README lie, absolute. */
export const linkDir = resolve(clientDir, 'packages/link')
