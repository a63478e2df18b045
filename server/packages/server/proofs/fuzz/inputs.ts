/** What may be sent as an input: what fits a schema, what nearly does, and what does not at all. */
import type { AnyTRPCProcedure } from '@trpc/server'
import fc from 'fast-check'
import { z } from 'zod'

/** Texts that have broken servers. */
const oddTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u200b\ufeff',
  '👩‍👩‍👧',
  'é'.normalize('NFD').repeat(40),
  '__proto__',
  'constructor',
  'toString',
  "' or 1=1 --",
  '"; drop table users; --',
  '../../etc/passwd',
  '${7*7}',
  '{{7*7}}',
  '<script>',
  'a\r\nx-session-token: b',
  '\u001b[31m',
  '\u2028',
  'NaN',
  '-1',
  '1e999',
  '0'.repeat(500),
  'x'.repeat(5000),
  '[object Object]',
  'eyJhbGciOiJub25lIn0.e30.',
  '%00',
  '%ff',
  '1767225600000_x',
  '999999999999999_',
  'the code is a mock one',
]

const text = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ maxLength: 40 }),
)

/** Anything that JSON can say. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom(null, true, false, 0, -0, 1, -1, 1e308, 5e-324, 2 ** 53, -(2 ** 63), 1.5),
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(
    fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'id', 'code', 'token', 'text', 'length', '0', 'then', 'toJSON'),
      text,
    ),
    text,
    { maxKeys: 6 },
  ),
  fc.integer({ min: 5, max: 2000 }).map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown),
)

const schemaShape = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
})

/** Of what one JSON schema says of itself, as far as zod's own schemas need. */
function fitting(schema: unknown): fc.Arbitrary<unknown> {
  const {
    type,
    enum: values,
    anyOf,
    properties,
    required = [],
    pattern,
    minimum,
    maximum,
    maxLength,
  } = schemaShape.parse(schema)
  if (values) return fc.constantFrom(...values)
  if (anyOf) return fc.oneof(...anyOf.map(fitting))
  if (type === 'string')
    return pattern
      ? fc.stringMatching(new RegExp(pattern))
      : fc.string({ maxLength: Math.min(maxLength ?? 100, 200), minLength: 1 })
  if (type === 'integer') return fc.integer({ min: minimum ?? -100, max: maximum ?? 100 })
  if (type === 'boolean') return fc.boolean()
  if (type !== 'object' || !properties) return anyJson
  const fields = Object.entries(properties).map(([name, of]) => [name, fitting(of)] as const)
  return fc.record(Object.fromEntries(fields), { requiredKeys: required })
}

/** With a field that is another, or one more. */
function nearly(whole: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(whole, text, anyJson, fc.nat(5)).map(([input, name, value, at]) => {
    if (typeof input !== 'object' || input === null) return value
    const names = [...Object.keys(input), name]
    return { ...input, [names[at % names.length] ?? name]: value }
  })
}

export function inputOf({ _def }: AnyTRPCProcedure): fc.Arbitrary<unknown> {
  const inputs: readonly unknown[] = 'inputs' in _def && Array.isArray(_def.inputs) ? _def.inputs : []
  const [schema] = inputs.filter((input) => input instanceof z.ZodType)
  if (!schema) return anyJson
  const fits = fitting(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
  return fc.oneof(fits, nearly(fits), anyJson)
}

/** As it goes over the wire: whole, cut, doubled, marked, or with bytes that are no UTF-8. */
export const bodyOf = (input: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 6, arbitrary: input.map((value) => Buffer.from(JSON.stringify(value) ?? '')) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(input, fc.nat(200))
        .map(([value, at]) => Buffer.from((JSON.stringify(value) ?? '').slice(0, at))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(input, fc.constantFrom('\ufeff', '\u0000', ' ', '{}', '//', '['))
        .map(([value, mark]) => Buffer.from(mark + (JSON.stringify(value) ?? ''))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(input, fc.uint8Array({ maxLength: 8 }), fc.nat(50))
        .map(([value, bytes, at]) => withBytes(JSON.stringify(value) ?? '', bytes, at)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  )

function withBytes(json: string, bytes: Uint8Array, at: number): Buffer {
  const whole = Buffer.from(json)
  return Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at)])
}

export { text as oddText }
