/** The code by which Node, PostgreSQL's client and others tell what went wrong, such as `ENOENT` or `23505`, or ''. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
