/** Node's own server and nothing else: the check, and a sign-in with the same exchange, durability and signature. */
import { createServer } from 'node:http'
import { check } from './check.ts'
import { listen } from './peer.ts'
import { signIn } from './signIn.ts'

listen(
  createServer((request, response) => {
    const work = request.url === '/sign-in' ? signIn(request) : check(request.headers.authorization)
    void work.then((answer) => {
      const body = JSON.stringify({ result: { data: answer } })
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      response.writeHead(answer ? 200 : 401, headers).end(body)
    })
  }),
)
