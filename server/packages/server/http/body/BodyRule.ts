/** What may come with a request, known from its head, before anything of it is read. */
import type { Reason } from 'uni-trpc-protocol'

export interface BodyRule {
  readonly maxBytes: number
  /** Whether it is a form, at a procedure that takes one. */
  readonly isForm: boolean
  /** What a longer one is refused with. @default INPUT_INVALID, with the status 413 */
  readonly tooLong?: Reason
}
