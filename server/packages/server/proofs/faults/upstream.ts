/** Everything that WeChat can do wrong, one after the other, while people sign in. */
import type { Stage } from '../history/runHistory.ts'
import { elsewhere, type Trouble } from '../history/openStandIn.ts'
import type { Scene, SceneOptions } from './Scene.ts'

const hugeBytes = 100 * 2 ** 20
const dripMs = 100

const saying =
  (status: number, body: string, type = 'text/plain'): Trouble =>
  (outgoing) =>
    outgoing.writeHead(status, { 'content-type': type }).end(body)

const troubles: Readonly<Record<string, Trouble>> = {
  stalls: () => undefined,
  drips: (outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/plain' })
    const timer = setInterval(() => outgoing.write(' '), dripMs)
    outgoing.once('close', () => clearInterval(timer))
  },
  resets: (outgoing) => outgoing.socket?.resetAndDestroy(),
  redirects: (outgoing) => outgoing.writeHead(302, { location: elsewhere }).end(),
  'answers 500': saying(500, ''),
  'answers 502 in HTML': saying(502, '<html>Bad Gateway</html>', 'text/html'),
  'answers 200 in HTML': saying(200, '<html></html>', 'text/html'),
  'answers half JSON': saying(200, '{"openid":"o'),
  'answers wrong types': saying(200, '{"openid":5,"session_key":[],"access_token":{},"expires_in":"x","phone_info":1}'),
  'answers 100 MB': (outgoing) => {
    const part = Buffer.alloc(2 ** 16, 'x')
    let left = hugeBytes
    const fill = (): void => {
      while (left > 0 && !outgoing.destroyed) {
        left -= part.length
        if (!outgoing.write(part)) return void outgoing.once('drain', fill)
      }
      outgoing.end()
    }
    fill()
  },
}

export const upstream: Scene = {
  name: 'WeChat that fails in every way',
  story: (options) => ({ database: 'sqlite', during: (stage) => during(stage, options) }),
}

async function during(
  { standIn, untilServed, problem }: Stage,
  { pace, onProgress }: Pick<SceneOptions, 'pace' | 'onProgress'>,
): Promise<void> {
  await untilServed(6)
  for (const [name, trouble] of Object.entries(troubles)) {
    onProgress(`WeChat ${name}`)
    standIn.fail(trouble)
    await pace(1)
    standIn.fail(null)
    await untilServed(6)
  }
  if (standIn.strays() > 0) problem('a redirect was followed')
}
