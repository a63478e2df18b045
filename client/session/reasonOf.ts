/**
 * The reason that an error of the API gives, as it stands there. Pages use `refusalOf` of shared/, which knows them all;
 * here its table would weigh on every program.
 */
export function reasonOf(error: unknown): string | null {
  const data = error instanceof Error && 'data' in error ? error.data : null
  if (typeof data !== 'object' || data === null || !('reason' in data)) return null
  return typeof data.reason === 'string' ? data.reason : null
}
