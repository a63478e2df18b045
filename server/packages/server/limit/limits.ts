/** Rate limits, shared by all nodes through the database; in this process's memory while the database is down. */
import { createHash } from 'node:crypto'
import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible'
import {
  addressKey,
  type AuthLimits,
  Busy,
  clientKey,
  defaultLimitSizes,
  type LimitSizes,
  RateLimited,
  type SignInOrigin,
} from 'uni-trpc-auth'
import { createTurns } from './turns.ts'
import { openLimitDatabase, type LimitDatabase, type LimitRule } from './limitDatabase.ts'
import { untilUnlocked } from './untilUnlocked.ts'

const windowSeconds = 60
/** How long a database that failed is left alone, or every sign-in would wait for it again. */
const restMs = 5000
/** How long one of many at once from one address waits for its turn; WeChat answers in a tenth of a second. */
const longestTurnMs = 5000
/** Ended windows are kept a little, for nodes whose clocks are behind. */
const keptEndedMs = 3_600_000

export interface Limits extends AuthLimits {
  /** Forgets what no longer counts; to be called now and then. @throws when the database does not answer */
  prune(): Promise<void>
  close(): Promise<void>
}

export interface LimitOptions {
  /** `file:…` or `postgres://…`, as the store's. */
  readonly url: string
  /** Told once when the database fails and memory takes over, and again after it had worked in between. */
  readonly onFallback: (error: unknown) => void
  readonly sizes?: Partial<LimitSizes> | undefined
  /** Milliseconds that never jump. The windows themselves follow the time of day, which all nodes share. */
  readonly clock?: (() => number) | undefined
  readonly database?: LimitDatabase | undefined
}

export function createLimits(options: LimitOptions): Limits {
  const { sizes, database = openLimitDatabase(options.url) } = options
  const { failedSignIns, signIns, phoneCodes, pictures, stories } = { ...defaultLimitSizes, ...sizes }
  const limitOf = createCounting({ ...options, database })
  const ofIdentity = limitOf({ name: 'identity', points: signIns, windowSeconds })
  const ofPhone = limitOf({ name: 'phone', points: phoneCodes, windowSeconds })
  const ofPictures = limitOf({ name: 'picture', points: pictures, windowSeconds })
  const ofStories = limitOf({ name: 'story', points: stories, windowSeconds })
  const ofAddress = limitOf({ name: 'address', points: failedSignIns, windowSeconds })

  return {
    guardSignIn: createGuard(ofAddress, failedSignIns),
    perIdentity: async (appId, openId) => void (await ofIdentity(hashed(`${appId} ${openId}`), 'consume')),
    perPhoneCode: async (userId) => void (await ofPhone(hashed(userId), 'consume')),
    perPicture: async (userId) => void (await ofPictures(hashed(userId), 'consume')),
    perStory: async (from) => void (await ofStories(keyOf(from), 'consume')),
    prune: () => database.prune(Date.now() - keptEndedMs),
    close: () => database.close(),
  }
}

/** Counts what fails by address; of one address only so many are under way as may still fail. */
function createGuard(ofAddress: Count, failedSignIns: number): AuthLimits['guardSignIn'] {
  const inTurn = createTurns(longestTurnMs)

  /** How many more may fail. */
  const failuresLeft = async (key: string): Promise<number> => {
    const found = await ofAddress(key, 'get')
    if (!found || found.msBeforeNext <= 0) return failedSignIns
    if (found.consumedPoints >= failedSignIns) throw refusalOf(found)
    return failedSignIns - found.consumedPoints
  }

  return (from, { signIn, isFailure }) => {
    const key = keyOf(from)
    const work = () =>
      signIn().catch(async (error: unknown) => {
        if (!isFailure(error)) throw error
        await ofAddress(key, 'penalty')
        const all = from.claimedAddress ? await ofAddress(hashed(addressKey(from.address)), 'penalty') : null
        throw all && all.consumedPoints > failedSignIns ? refusalOf(all) : error
      })
    const mayStart = async (underWay: number) => underWay < (await failuresLeft(key))
    return inTurn(key, { work, mayStart, tooLate: () => new Busy() })
  }
}

type Counting = LimitOptions & { readonly database: LimitDatabase }

/** What is asked of a count: look at it, count one more, or count one more and be refused beyond the limit. */
type Question = 'get' | 'penalty' | 'consume'

/** Answers how it stands; null where nothing was counted yet. @throws {RateLimited} beyond the limit */
type Count = (key: string, question: Question) => Promise<RateLimiterRes | null>

/** The library's own insurance neither waits for a lock nor says that it took over. */
function createCounting({ database, onFallback, clock = () => performance.now() }: Counting) {
  let restingUntil = -Infinity

  const inDatabase = async (rule: LimitRule, key: string, question: Question): Promise<Found> => {
    const asked = async () => askOnce(await database.limiter(rule), key, question)
    const answer = await untilUnlocked(asked, clock)
    restingUntil = -Infinity
    return answer
  }
  const rest = (error: unknown): void => {
    const isNew = restingUntil === -Infinity
    restingUntil = clock() + restMs
    if (isNew) onFallback(error)
  }

  return (rule: LimitRule): Count => {
    const memory = new RateLimiterMemory({ keyPrefix: rule.name, points: rule.points, duration: rule.windowSeconds })
    const inMemory = (key: string, question: Question) => askOnce(memory, key, question)

    return async (key, question) => {
      const isResting = clock() < restingUntil
      const { count, isRefused } = await (isResting
        ? inMemory(key, question)
        : inDatabase(rule, key, question).catch((error: unknown) => {
            rest(error)
            return inMemory(key, question)
          }))
      if (isRefused && count) throw refusalOf(count)
      return count
    }
  }
}

interface Found {
  readonly count: RateLimiterRes | null
  readonly isRefused: boolean
}

/**
 * A window that ends later than any window can was begun by a clock that ran ahead, so it is forgotten: the time of
 * day may be set forward and back. One window more is left for nodes whose clocks differ.
 */
async function askOnce(limiter: RateLimiterAbstract, key: string, question: Question): Promise<Found> {
  const found = await ask(limiter, key, question)
  if ((found.count?.msBeforeNext ?? 0) <= 2 * windowSeconds * 1000) return found
  await limiter.delete(key)
  return ask(limiter, key, question)
}

/** The library rejects with its result where the limit is passed: an answer too, and no failure. */
async function ask(limiter: RateLimiterAbstract, key: string, question: Question): Promise<Found> {
  try {
    return { count: await limiter[question](key), isRefused: false }
  } catch (error) {
    if (error instanceof RateLimiterRes) return { count: error, isRefused: true }
    throw error
  }
}

function refusalOf({ msBeforeNext }: RateLimiterRes): RateLimited {
  return new RateLimited(Math.min(windowSeconds, Math.max(1, Math.ceil(msBeforeNext / 1000))))
}

function keyOf(from: SignInOrigin): string {
  return hashed(clientKey(from))
}

/** Who asks stands in the table as a hash: it is needed there to be compared only. */
function hashed(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
