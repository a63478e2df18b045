/** A number as WeChat writes it, or as text, as some gateways do. */
import { z } from 'zod'

export const numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^\s*-?\d{1,15}\s*$/)
    .transform(Number),
])
