import { fieldOf, textOf } from './given.ts'

/**
 * The reason that an error of the API gives, as it stands there, or no text at all. Pages use `refusalOf` of shared/,
 * which knows them all; here its table would weigh on every program.
 */
export function reasonOf(error: unknown): string {
  return textOf(fieldOf(error, 'data'), 'reason') ?? ''
}
