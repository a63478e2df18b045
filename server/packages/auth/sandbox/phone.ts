/** Stands for the phone: hands out what `wx.login` and the phone number button would give. */
import { createCipheriv } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import { phoneInfo } from './phonePaths.ts'
import type { PhoneClaim } from './codes.ts'
import type { SandboxState } from './state.ts'

const who = z.object({
  user: z.string('Say who it is: ?user=alice').min(1, 'Say who it is: ?user=alice').max(64, 'That name is too long'),
  appid: z.string().optional(),
})

const withPhone = who.extend({
  phone: z.string('Say which number: &phone=13800138000').regex(/^\d{5,15}$/, 'A phone number is 5 to 15 digits'),
  country: z
    .string()
    .regex(/^\d{1,3}$/, 'A country code is 1 to 3 digits, such as 86')
    .default('86'),
})

export function phone(state: SandboxState): Hono {
  const { loginCodes, phoneCodes, people } = state

  return new Hono()
    .get('/login-code', (c) => {
      const asked = answerable(who, c.req.query(), state)
      if ('error' in asked) return c.json(asked, 400)
      const person = { appId: asked.appId, user: asked.data.user }
      people.replaceSessionKey(people.openIdOf(person))
      return c.json({ code: loginCodes.issue(person) })
    })
    .get('/phone-code', (c) => {
      const asked = answerable(withPhone, c.req.query(), state)
      return 'error' in asked ? c.json(asked, 400) : c.json({ code: phoneCodes.issue(claimOf(asked)) })
    })
    .get('/encrypted-phone', (c) => {
      const asked = answerable(withPhone, c.req.query(), state)
      return 'error' in asked ? c.json(asked, 400) : c.json(encryptedPhone(claimOf(asked), state))
    })
}

/** The question and the app it means, or what is wrong with it. */
function answerable<T extends z.infer<typeof who>>(schema: z.ZodType<T>, query: object, { apps }: SandboxState) {
  const { data, error } = schema.safeParse(query)
  if (!data) return { error: error?.issues[0]?.message ?? 'The question cannot be read' }
  const appId = data.appid ?? apps.keys().next().value
  return appId !== undefined && apps.has(appId) ? { data, appId } : { error: 'The sandbox has no app of this id' }
}

function claimOf({ data, appId }: { data: z.infer<typeof withPhone>; appId: string }): PhoneClaim {
  return { appId, user: data.user, phone: data.phone, countryCode: data.country }
}

/** As before there were phone codes: under the session key in force, which it does not change. */
function encryptedPhone(claim: PhoneClaim, { people, now, randomBytes }: SandboxState): object {
  const key = Buffer.from(people.sessionKeyOf(people.openIdOf(claim)), 'base64')
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', key, iv)
  const data = [cipher.update(JSON.stringify(phoneInfo(claim, now())), 'utf8'), cipher.final()]
  return { encryptedData: Buffer.concat(data).toString('base64'), iv: iv.toString('base64') }
}
