/** DevTools' tourist mode, for whoever has no app id of their own: always the same person, as often as one likes. */
import { type Entrance, exchange } from '../entrance.ts'

/** What it presents: a fixed app id and, at each sign-in, a fixed code. */
export const tourist = { appId: 'touristappid', code: 'the code is a mock one', user: 'tourist' }

/** The one code that is not spent. */
export const touristEntrance: Entrance = {
  takes: ({ appId, code }) => code === tourist.code && (appId ?? tourist.appId) === tourist.appId,
  prove: async (_presented, wechat) => ({ appId: tourist.appId, ...(await exchange(wechat, tourist)) }),
}
