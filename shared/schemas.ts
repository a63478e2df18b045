/** What the procedures accept. The client imports only types from here, so zod never reaches its bundle. */
import { z } from 'zod'

/** Longest code, app id or token anyone sends; WeChat's codes are 32 characters, our tokens about 300. */
const longest = { code: 256, appId: 64, consent: 32, token: 4096, sessionId: 64, nickname: 32, encrypted: 4096, iv: 64 }

/** Looked at before anything else is: a longer text is neither matched nor normalised. */
const text = (most: number) => z.string().max(most, { abort: true })

/** What ids are made of, WeChat's and ours. */
const word = /^[\w-]+$/

export const loginInput = z.strictObject({
  /** From `uni.login` / `wx.login`; single use, five minutes. */
  code: text(longest.code).min(1),
  /** The mini program's app id; needed when the server is configured for several. */
  appId: text(longest.appId).regex(word).optional(),
  /** The version of the agreement that the person has just accepted; kept with the time, as the proof of it. */
  consent: text(longest.consent).regex(word).optional(),
})

/** Nothing means: check the bearer token. */
export const checkInput = z.strictObject({ token: text(longest.token) }).optional()

export const logoutInput = z.strictObject({
  /** Which of the caller's sessions end: this one, all but this one, or all. */
  scope: z.enum(['this', 'others', 'all']),
})

/** One of the caller's own sessions. */
export const revokeInput = z.strictObject({ id: text(longest.sessionId).regex(word) })

/**
 * One line of text as people write names: no controls, no halves of characters. Written apart, a character takes up to
 * eight units.
 */
const nickname = text(longest.nickname * 8)
  .transform((name) => name.normalize('NFC').trim())
  .refine((name) => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(name), 'holds a character that no name has')
  .refine(
    (name) => name !== '' && [...name].length <= longest.nickname,
    `must have 1 to ${longest.nickname} characters`,
  )

export const updateUserInput = z.strictObject({ nickname })

/** What the phone number button gives: a code or, from old clients, the number encrypted with the session key. */
export const bindPhoneInput = z.union([
  z.strictObject({ code: text(longest.code).min(1) }),
  z.strictObject({ encryptedData: text(longest.encrypted).min(1), iv: text(longest.iv).min(1) }),
])

const longestNote = 1000
const mostNotes = 50

/** As people write: lines are fine, other controls and halves of characters are not. */
const noteText = text(longestNote * 2)
  .transform((note) => note.replace(/\r\n?/g, '\n').normalize('NFC').trim())
  .refine((note) => !/[^\P{Cc}\n\t]|\p{Cs}/u.test(note), 'holds a character that no text has')
  .refine((note) => note !== '' && [...note].length <= longestNote, `must have 1 to ${longestNote} characters`)

const noteId = text(36).regex(word)

export const listNotesInput = z.strictObject({
  /** Of the page before. @default the first page */
  cursor: text(64)
    .regex(/^\d{1,15}_[\w-]{1,36}$/)
    .optional(),
  /** How many at most. */
  limit: z.int().min(1).max(mostNotes).default(20),
})

export const addNoteInput = z.strictObject({ text: noteText })

export const editNoteInput = z.strictObject({ id: noteId, text: noteText })

export const removeNoteInput = z.strictObject({ id: noteId })
