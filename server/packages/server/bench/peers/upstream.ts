/** WeChat's jscode2session, answered at once: each code is a person of its own. */
import { createServer } from 'node:http'
import { listen } from './peer.ts'

const sessionKey = Buffer.alloc(16, 7).toString('base64')

listen(
  createServer((request, response) => {
    const code = new URL(request.url ?? '/', 'http://upstream').searchParams.get('js_code')
    response.setHeader('content-type', 'text/plain')
    response.end(JSON.stringify({ openid: `o-${code}`, session_key: sessionKey }))
  }),
)
