/** The wire of /trpc as an OpenAPI 3.1 document, made from the router itself, so that it cannot fall behind it. */
import { z } from 'zod'
import { headers, refusals } from 'uni-trpc-protocol'
import type { Api, Procedure } from '../trpc/api.ts'

const json = 'application/json'
/** Their input holds a token, which no URL may. */
const inputNeverInUrl = new Set(['auth.check'])
/** Their input is no JSON. */
const forms: Readonly<Record<string, unknown>> = {
  'user.avatar': {
    'multipart/form-data': { schema: { type: 'object', required: ['file'], properties: { file: {} } } },
  },
}
const overSocket = 'A subscription: over WebSocket at /trpc, in tRPC’s own messages'

/** What is read of a procedure; tRPC keeps them all in one record, by their whole path. */
const definition = z.object({
  type: z.enum(['query', 'mutation', 'subscription']),
  inputs: z.array(z.instanceof(z.ZodType)),
})

const description = `tRPC over HTTP. An answer is \`{ result: { data } }\` or \`{ error }\`. A query's input
stands as JSON in the query parameter \`input\`, or in the body of a POST; a mutation's stands in the body.
Several calls of one kind make one request: paths joined by commas, \`?batch=1\`, inputs as \`{"0": …, "1":
…}\`, and the answers as an array in the same order; 20 at most.`

/** @throws {z.ZodError} for what is no procedure of tRPC 11 with zod inputs */
export function createOpenapi({ procedures }: Pick<Api, 'procedures'>) {
  const paths = Array.from(procedures).map(
    ([path, procedure]) => [`/trpc/${path}`, operations(path, procedure)] as const,
  )
  return {
    openapi: '3.1.0',
    info: { title: 'uni-trpc', version: '1', description },
    // A token is needed where TOKEN_MISSING says so, and may be sent anywhere.
    security: [{}, { token: [] }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: requestHeaders,
      headers: answerHeaders,
      schemas: { Error: errorSchema },
      responses: {
        Error: {
          description: 'A refusal with its reason, or a fault with its request id',
          ...bodyOf({ $ref: '#/components/schemas/Error' }),
        },
      },
    },
  }
}

function operations(path: string, { _def }: Procedure) {
  const { type, inputs } = definition.parse(_def)
  if (type === 'subscription') return { description: overSocket }
  const tags = path.split('.').slice(0, 1)
  const post = { operationId: path, tags, ...writing(path, inputs), responses }
  if (type === 'mutation') return { post }
  const get = { operationId: `${path}.get`, tags, ...reading(path, inputs), responses }
  return { get, post }
}

function reading(path: string, inputs: readonly z.ZodType[]) {
  const schema = inputNeverInUrl.has(path) ? null : inputSchema(inputs)
  const input = schema && { name: 'input', in: 'query', required: isRequired(inputs), ...bodyOf(schema) }
  return { parameters: [...(input ? [input] : []), ...headerReferences] }
}

function writing(path: string, inputs: readonly z.ZodType[]) {
  const schema = inputSchema(inputs)
  const content = forms[path] ? { content: forms[path] } : bodyOf(schema)
  return { parameters: headerReferences, ...(schema && { requestBody: { required: isRequired(inputs), ...content } }) }
}

/** Of several inputs every one must accept what is sent. */
function inputSchema(inputs: readonly z.ZodType[]) {
  const schemas = inputs.map((input) => {
    const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
    delete schema.$schema
    return schema
  })
  if (schemas.length === 0) return null
  return schemas.length === 1 ? schemas[0] : { allOf: schemas }
}

function isRequired(inputs: readonly z.ZodType[]): boolean {
  return !inputs.every((input) => input.safeParse(undefined).success)
}

function bodyOf(schema: unknown) {
  return { content: { [json]: { schema } } }
}

function headersOf(names: ('requestId' | 'sessionToken')[]) {
  return Object.fromEntries(names.map((name) => [headers[name], { $ref: `#/components/headers/${name}` }]))
}

const text = { type: 'string' }

const answerHeaders = {
  requestId: { description: 'In every answer; a fault repeats it as data.requestId', schema: text },
  sessionToken: { description: 'A new or renewed token, to be sent from now on', schema: text },
}

const answerSchema = {
  type: 'object',
  required: ['result'],
  properties: { result: { type: 'object', properties: { data: {} } } },
}

const responses = {
  200: { description: 'The answer', headers: headersOf(['requestId', 'sessionToken']), ...bodyOf(answerSchema) },
  default: { $ref: '#/components/responses/Error' },
}

const requestHeaders = {
  loginCode: {
    name: headers.loginCode,
    in: 'header',
    description: 'A code of wx.login, to sign in on the way',
    schema: text,
  },
  appId: {
    name: headers.appId,
    in: 'header',
    description: 'The mini program; needed where several are configured',
    schema: text,
  },
}

const headerReferences = Object.keys(requestHeaders).map((name) => ({ $ref: `#/components/parameters/${name}` }))

const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['message', 'code', 'data'],
      properties: {
        message: { type: 'string', description: 'A sentence in English' },
        code: { type: 'integer', description: 'JSON-RPC’s, as tRPC gives it' },
        data: {
          type: 'object',
          required: ['code', 'httpStatus'],
          properties: {
            code: { type: 'string', description: 'tRPC’s' },
            httpStatus: { type: 'integer' },
            path: text,
            reason: { enum: Object.keys(refusals), description: 'Of a refusal' },
            reasonCode: {
              enum: Object.values(refusals).map(({ number }) => number),
              description: 'The reason as a number',
            },
            requestId: { type: 'string', description: 'Of a fault' },
          },
        },
      },
    },
  },
}
