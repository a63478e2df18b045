/** Everything secret that comes up in a test, collected as it comes up, and looked for where it must not be. */

export interface Canaries {
  add(secret: string): void
  /** The same stand-in for WeChat, whose answers are listened to: session keys, access tokens and phone numbers. */
  listenTo(answer: (request: Request) => Response | Promise<Response>): (request: Request) => Promise<Response>
  /** The first that stands in this text. */
  foundIn(text: string): string | null
}

/** Shorter ones, as tests make WeChat answer, would be found in any text. */
const shortest = 11
const told = /"(?:session_key|access_token|phoneNumber|purePhoneNumber)":"([^"]+)"/g

export function createCanaries(): Canaries {
  const all = new Set<string>()
  const add = (secret: string): void => {
    if (secret.length >= shortest) all.add(secret)
  }
  return {
    add,
    listenTo: (answer) => async (request) => {
      const answered = await answer(request)
      // An answer that is cut off, as a test may order, has told nothing.
      const text = await answered
        .clone()
        .text()
        .catch(() => '')
      for (const [, secret = ''] of text.matchAll(told)) add(secret)
      return answered
    },
    foundIn: (text) => [...all].find((secret) => text.includes(secret)) ?? null,
  }
}
