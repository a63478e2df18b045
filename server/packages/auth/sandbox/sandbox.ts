/**
 * A small true copy of WeChat's API, for development and tests: WeChat's paths with WeChat's answers, plus
 * `/login-code`, `/phone-code` and `/encrypted-phone`, which stand for the phone, and `/faults`, by which tests order
 * trouble. Not in the production build.
 */
import { randomBytes as systemRandomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { Hono } from 'hono'
import { createIssuedTokens } from './issuedTokens.ts'
import { checkSession, jscode2session } from './sessionPaths.ts'
import { createCodes, type LoginClaim, type PhoneClaim } from './codes.ts'
import { createFaults } from './faults.ts'
import { msgSecCheck } from './msgSecCheck.ts'
import { createPeople } from './people.ts'
import { phone } from './phone.ts'
import { phoneNumber } from './phonePaths.ts'
import { stableToken } from './tokenPaths.ts'
import { unknownPath } from './unknownPath.ts'
import type { SandboxState } from './state.ts'

export interface SandboxOptions {
  /** App id -> secret; the first is the one that the phone's paths mean when they are not told. */
  readonly apps: ReadonlyMap<string, string>
  /** Milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined
  readonly randomBytes?: ((size: number) => Buffer) | undefined
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined
}

export interface Sandbox {
  fetch(request: Request): Promise<Response> | Response
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const { apps, now = Date.now, randomBytes = systemRandomBytes, sleep = delay } = options
  const state: SandboxState = {
    apps,
    now,
    randomBytes,
    loginCodes: createCodes<LoginClaim>({ now, randomBytes }),
    phoneCodes: createCodes<PhoneClaim>({ now, randomBytes }),
    people: createPeople(randomBytes),
    issuedTokens: createIssuedTokens({ now, randomBytes }),
    newRid: () => [4, 4, 4].map((size) => randomBytes(size).toString('hex')).join('-'),
  }
  const app = new Hono()
    .route('/', createFaults({ sleep, newRid: state.newRid }))
    .route('/', phone(state))
    .route('/', jscode2session(state))
    .route('/', stableToken(state))
    .route('/', phoneNumber(state))
    .route('/', checkSession(state))
    .route('/', msgSecCheck(state))
    .route('/', unknownPath(state))
  return { fetch: (request) => app.fetch(request) }
}
