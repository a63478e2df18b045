/** The types of checkMachine.js, which must be JavaScript. */
export function problemOf(version: string, exists: (path: string) => boolean): string | null
/** The files without which nothing starts, from the repository's root. */
export const needed: readonly string[]
