/** An answer that streams: what a mini program in front of a language model needs, shown with a story. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { openProcedure, router } from './trpc.ts'

const pauseMs = 60

const stories = {
  zh: '从前有一个小程序，它想知道服务器在说什么。服务器没有让它久等，而是想到一个字，就送来一个字。',
  en:
    'Once there was a mini program that wished to know what the server was saying. ' +
    'The server did not let it wait: it sent each word as it came to mind.',
}

/** Open to anybody, so nobody gets many: a batch asks for twenty. */
const storyProcedure = openProcedure.use(async ({ ctx, next }) => {
  const origin = ctx.origin()
  await ctx.limits.perStory({ ...origin, address: origin.fullAddress })
  return next()
})

export const demoRouter = router({
  /** A story in small parts, each sent as soon as it is there; ends early when nobody listens any more. */
  story: storyProcedure.input(z.strictObject({ language: z.enum(['zh', 'en']) })).query(async function* ({
    input,
    signal,
  }) {
    const parts = input.language === 'zh' ? [...stories.zh] : stories.en.split(/(?<= )/)
    for (const part of parts) {
      yield part
      await pause(pauseMs, undefined, signal ? { signal } : {}).catch(() => undefined)
      if (signal?.aborted) return
    }
  }),
})
