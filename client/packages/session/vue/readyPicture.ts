/** Makes a picture one that the server takes, as far as the phone can; albums hold any size and type. */
import type { Reason } from 'uni-trpc-protocol'

const mostBytes = 512 * 1024
/** What WeChat names and the server does not take; it calls WebP `unknown`. */
const otherTypes = /gif|tiff|bmp|hei[cf]/
/** WeChat's measure of a JPEG's quality; the next is tried when a picture is still too large. */
const qualities = [80, 50, 20]
/** Pixels: more than an avatar is shown at anywhere. */
const compressedWidth = 1024
/** Milliseconds for one answer of the host's. */
const patienceMs = 5000

/**
 * The path of what to send: what cannot be looked at is left to the server.
 *
 * @throws as the server refuses it: PICTURE_INVALID
 */
export async function readyPicture(path: string): Promise<string> {
  let ready: string | undefined = path
  for (const quality of qualities) {
    if (await isTaken(ready)) return ready
    const smaller = await told<{ tempFilePath: string }>((answer) =>
      uni.compressImage(Object.assign({ src: path, quality, compressedWidth }, answer)),
    )
    if (!smaller) throw invalid()
    ready = smaller.tempFilePath
  }
  if (await isTaken(ready)) return ready
  throw invalid()
}

async function isTaken(path: string): Promise<boolean> {
  const [file, picture] = await Promise.all([
    told<{ size: number }>((answer) => uni.getFileInfo(Object.assign({ filePath: path }, answer))),
    told<{ type?: string }>((answer) => uni.getImageInfo(Object.assign({ src: path }, answer))),
  ])
  return !(file && file.size > mostBytes) && !otherTypes.test(picture?.type ?? '')
}

interface Answer<T> {
  success: (answer: T) => void
  fail: () => void
}

/** What the host answers, or null when it cannot, fails, or stays silent. */
function told<T>(ask: (answer: Answer<T>) => void): Promise<T | null> {
  return new Promise<T | null>((resolve) => {
    const fail = () => resolve(null)
    setTimeout(fail, patienceMs)
    ask({ success: resolve, fail })
  }).catch(() => null)
}

function invalid(): Error {
  const reason: Reason = 'PICTURE_INVALID'
  return Object.assign(new Error(reason), { data: { reason } })
}
