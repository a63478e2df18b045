/**
 * The sandbox as `npm run dev` serves it: with the developers' page at its root, and other people than the usual one.
 */
import { readFileSync } from 'node:fs'
import { createSandbox, tourist, touristEntrance } from 'uni-trpc-auth/sandbox'

/** What stands for the phone, and is told whose it is. */
const phonePaths = /\/(?:login-code|phone-code|encrypted-phone)$/

/** The page asks the API it came from and nobody else; its script and style stand in itself. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

export function createDevelopersSandbox() {
  const apps = new Map([[tourist.appId, 'sandbox']])
  const sandbox = createSandbox({ apps })
  const page = readFileSync(new URL('./developersPage.html', import.meta.url), 'utf8')
  return {
    apps,
    entrances: [touristEntrance],
    fetch(request: Request): Response | Promise<Response> {
      if (new URL(request.url).pathname === '/') return pageAnswer(page)
      return sandbox.fetch(asAnotherPerson(request))
    },
  }
}

function pageAnswer(page: string): Response {
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    },
  })
}

/** The H5 preview asks for one person always; opened with `?user=bob`, its address, the Referer, names another. */
function asAnotherPerson(request: Request): Request {
  const url = new URL(request.url)
  const referer = request.headers.get('referer') ?? ''
  const person = URL.canParse(referer) ? new URL(referer).searchParams.get('user') : null
  if (!person || !phonePaths.test(url.pathname)) return request
  url.searchParams.set('user', person)
  return new Request(url, request)
}
