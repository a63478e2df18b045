/** The person as the page about oneself shows it, and what may be done to it; each verb answers what to tell. */
import { ref } from 'vue'
import { api, session } from '../../api.ts'
import { upload } from '../../link/upload.ts'
import { withdrawConsent } from '../consent.ts'
import type { PhoneProof } from '../phoneAnswer.ts'
import { signOutHere } from '../signOutHere.ts'

type User = Awaited<ReturnType<typeof api.user.me.query>>

export function useProfile() {
  const user = ref<User | null>(null)
  /** Percent of a picture on its way; null while there is none. */
  const progress = ref<number | null>(null)

  /** Whatever fails may have signed this phone out. */
  async function shown(call: () => Promise<User>): Promise<void> {
    try {
      user.value = await call()
    } finally {
      forget()
    }
  }
  const forget = () => {
    if (session.state !== 'signed-in') user.value = null
  }

  return {
    user,
    progress,
    load: () => shown(() => api.user.me.query()),
    rename: (nickname: string) => shown(() => api.user.update.mutate({ nickname })),
    bindPhone: (proof: PhoneProof) => shown(() => api.user.bindPhone.mutate(proof)),
    unbindPhone: () => shown(() => api.user.unbindPhone.mutate()),

    async changeAvatar(path: string): Promise<void> {
      progress.value = 0
      const onProgress = ({ progress: percent }: { progress: number }) => void (progress.value = percent)
      await shown(() => upload(api.user.avatar, { path }, { onProgress })).finally(() => (progress.value = null))
    },

    /** Answers whether the server was told. */
    signOut: () => signOutHere().finally(forget),

    async leave(): Promise<void> {
      await api.user.leave.mutate()
      withdrawConsent()
      // The server has ended every session; now the phone forgets its own.
      await signOutHere()
      forget()
    },
  }
}
