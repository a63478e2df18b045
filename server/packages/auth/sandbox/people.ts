/** The people of the sandbox: a name is a person, with an openid in every app, one unionid, and a session key. */
import { createHash } from 'node:crypto'
import { createBoundedMap } from './boundedMap.ts'
import type { LoginClaim } from './codes.ts'

const mostKept = 100_000

export interface People {
  openIdOf(person: LoginClaim): string
  /** The same in all apps. */
  unionIdOf(user: string): string
  /** The one that counts now; made when there is none. */
  sessionKeyOf(openId: string): string
  /** As `wx.login` may do: the old session key dies. */
  replaceSessionKey(openId: string): void
  /** Whether this is the session key that counts now. */
  isCurrent(openId: string, matches: (sessionKey: string) => boolean): boolean
}

export function createPeople(randomBytes: (size: number) => Buffer): People {
  const sessionKeys = createBoundedMap<string>(mostKept)

  const replaceSessionKey = (openId: string): string => {
    const sessionKey = randomBytes(16).toString('base64')
    sessionKeys.set(openId, sessionKey)
    return sessionKey
  }

  return {
    openIdOf: ({ appId, user }) => `o${digest(`openid ${appId} ${user}`)}`,
    unionIdOf: (user) => `u${digest(`unionid ${user}`)}`,
    sessionKeyOf: (openId) => sessionKeys.get(openId) ?? replaceSessionKey(openId),
    replaceSessionKey: (openId) => void replaceSessionKey(openId),
    isCurrent(openId, matches) {
      const sessionKey = sessionKeys.get(openId)
      return sessionKey !== undefined && matches(sessionKey)
    },
  }
}

/** 27 characters, which with the letter in front make 28, as WeChat's have. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27)
}
