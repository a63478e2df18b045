/** The person as the page about oneself shows it, and what may be done to it. */
import { ref } from 'vue'
import { kindOf, upload } from 'uni-trpc-link'
import { needsSignIn, readyPicture, signOut, type PhoneProof } from 'uni-trpc-session/vue'
import { api } from '../../api.ts'

type User = Awaited<ReturnType<typeof api.user.me.query>>

export function useProfile() {
  const { user, load, change } = useUser()
  /** Percent of a picture on its way; null while there is none. */
  const progress = ref<number | null>(null)

  async function changeAvatar(path: string, heard: () => void): Promise<void> {
    progress.value = 0
    const onProgress = (sent: { progress: number }) => {
      progress.value = sent.progress
      heard()
    }
    const send = async () => upload(api.user.avatar, { path: await readyPicture(path) }, { onProgress })
    await change(send).finally(() => (progress.value = null))
  }

  return {
    user,
    progress,
    load,
    changeAvatar,
    forget: () => void (user.value = null),
    rename: (nickname: string) => change(() => api.user.update.mutate({ nickname })),
    bindPhone: (proof: PhoneProof) => change(() => api.user.bindPhone.mutate(proof)),
    unbindPhone: () => change(() => api.user.unbindPhone.mutate()),
    signOut: () => signOut(api),
    leave: createLeave(),
  }
}

function useUser() {
  const user = ref<User | null>(null)
  /** Counts beginnings and ends of changes: what was read across one of them may be older than what it made. */
  let changes = 0

  async function change(call: () => Promise<User>): Promise<void> {
    changes += 1
    try {
      user.value = await call()
    } finally {
      changes += 1
    }
  }

  async function load(): Promise<void> {
    const before = changes
    const me = await api.user.me.query()
    if (before === changes) user.value = me
  }

  return { user, load, change }
}

function createLeave() {
  let wasLost = false

  return async (): Promise<void> => {
    try {
      await api.user.leave.mutate()
    } catch (error) {
      // The account is gone if an earlier try came through and only its answer was lost.
      if (!(wasLost && needsSignIn(error))) {
        wasLost = kindOf(error) !== null
        throw error
      }
    }
    // The server has ended every session; now the phone forgets its own.
    await signOut(api)
  }
}
