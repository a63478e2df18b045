/**
 * WeChat's review of a nickname. It begins when the field is left and tells its verdict later, usually after the tap
 * that saves. https://developers.weixin.qq.com/miniprogram/dev/component/input.html
 */
import { weChat } from './weChat.ts'

/** `late`: WeChat has not come to an end, which says nothing against the name. */
export type Verdict = 'passed' | 'refused' | 'late'

/** Milliseconds until a person wants to hear something. */
const longestWaitMs = 4000

export function useNicknameReview() {
  let verdict: Verdict | null = null
  let tell: (verdict: Verdict) => void = () => {}
  const decide = (told: Verdict) => {
    verdict = told
    tell(told)
  }
  return {
    /** The field is entered: what is in it is reviewed anew. */
    begin: () => void (verdict = null),

    /** Of `nicknamereview`. */
    hear({ pass, timeout }: { pass?: boolean; timeout?: boolean }): Verdict {
      const told = pass ? 'passed' : timeout ? 'late' : 'refused'
      decide(told)
      return told
    },

    /** Resolves in any case: some clients never tell. */
    async verdict(): Promise<Verdict> {
      if (!tellsVerdict()) return 'passed'
      return (
        verdict ??
        new Promise((resolve) => {
          tell = resolve
          setTimeout(resolve, longestWaitMs, 'late')
        })
      )
    },
  }
}

/** DevTools and old clients review nothing, nor does a browser. */
function tellsVerdict(): boolean {
  return uni.getSystemInfoSync().platform !== 'devtools' && weChat().canIUse?.('input.bindnicknamereview') === true
}
