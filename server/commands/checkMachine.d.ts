/** The types of checkMachine.js, which must be JavaScript. */
export function problemOf(version: string, exists: (path: string) => boolean): string | null
