/**
 * Packages of many small modules, which a server's bundle holds: to find and load each of them took more than half of a
 * start.
 */
const packages = [
  ...['kysely', 'zod', 'hono', '@hono/node-server', 'ofetch', 'ufo', 'destr', 'ws', '@fastify/busboy'],
  ...['rate-limiter-flexible', 'prom-client', '@opentelemetry/api', 'tdigest', 'bintrees', 'jsonwebtoken', 'jws'],
  ...['jwa', 'ms', 'semver', 'safe-buffer', 'buffer-equal-constant-time', 'ecdsa-sig-formatter', 'lodash\\..+'],
]

/** Of a package's name. */
export const ofSmallModules = new RegExp(`^(${packages.join('|')})$`)
