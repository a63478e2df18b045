/** The person as the page about oneself shows it, and what may be done to it. */
import { ref } from 'vue'
import { api, session } from '../../api.ts'
import { kindOf, upload } from 'uni-trpc-link'
import { needsSignIn, readyPicture, signOut, type PhoneProof } from 'uni-trpc-session/vue'

type User = Awaited<ReturnType<typeof api.user.me.query>>

export function useProfile() {
  const user = ref<User | null>(null)
  /** Percent of a picture on its way; null while there is none. */
  const progress = ref<number | null>(null)
  /** Counts beginnings and ends of changes: what was read across one of them may be older than what it made. */
  let changes = 0
  let wasLeaveLost = false

  async function change(call: () => Promise<User>): Promise<void> {
    changes += 1
    try {
      user.value = await call()
    } finally {
      changes += 1
    }
  }

  return {
    user,
    progress,

    async load(): Promise<void> {
      const before = changes
      const me = await api.user.me.query()
      if (before === changes) user.value = me
    },

    rename: (nickname: string) => change(() => api.user.update.mutate({ nickname })),
    bindPhone: (proof: PhoneProof) => change(() => api.user.bindPhone.mutate(proof)),
    unbindPhone: () => change(() => api.user.unbindPhone.mutate()),

    async changeAvatar(path: string, heard: () => void): Promise<void> {
      progress.value = 0
      const onProgress = (sent: { progress: number }) => {
        progress.value = sent.progress
        heard()
      }
      const send = async () => upload(api.user.avatar, { path: await readyPicture(path) }, { onProgress })
      await change(send).finally(() => (progress.value = null))
    },

    /** Whatever was done may have signed this phone out. Answers whether somebody is signed in. */
    forget(): boolean {
      const isSignedIn = session.state === 'signed-in'
      if (!isSignedIn) user.value = null
      return isSignedIn
    },

    signOut: () => signOut(api),

    async leave(): Promise<void> {
      try {
        await api.user.leave.mutate()
      } catch (error) {
        // The account is gone if an earlier try came through and only its answer was lost.
        if (!(wasLeaveLost && needsSignIn(error))) {
          wasLeaveLost = kindOf(error) !== null
          throw error
        }
      }
      // The server has ended every session; now the phone forgets its own.
      await signOut(api)
    },
  }
}
