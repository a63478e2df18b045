/** Stands for the phone: hands out the codes that `wx.login` and the phone number button would give. */
import { Hono } from 'hono'
import { z } from 'zod'
import type { World } from './world.ts'

const who = z.object({
  user: z.string('Say who it is: ?user=alice').min(1, 'Say who it is: ?user=alice').max(64, 'That name is too long'),
  appid: z.string().optional(),
})

const withPhone = who.extend({
  phone: z.string('Say which number: &phone=13800138000').regex(/^\d{5,15}$/, 'A phone number is 5 to 15 digits'),
  country: z.string().regex(/^\d{1,3}$/, 'A country code is 1 to 3 digits, such as 86').default('86'),
})

export function phone({ apps, loginCodes, phoneCodes, people }: World): Hono {
  const appOf = (asked: string | undefined): string | undefined => {
    const [first] = apps.keys()
    const appId = asked ?? first
    return appId !== undefined && apps.has(appId) ? appId : undefined
  }

  return new Hono()
    .get('/login-code', (c) => {
      const { data, error } = who.safeParse(c.req.query())
      if (!data) return c.json({ error: sentenceOf(error) }, 400)
      const appId = appOf(data.appid)
      if (appId === undefined) return c.json({ error: 'The sandbox has no app of this id' }, 400)
      const person = { appId, user: data.user }
      people.replaceSessionKey(people.openIdOf(person))
      return c.json({ code: loginCodes.issue(person) })
    })
    .get('/phone-code', (c) => {
      const { data, error } = withPhone.safeParse(c.req.query())
      if (!data) return c.json({ error: sentenceOf(error) }, 400)
      const appId = appOf(data.appid)
      if (appId === undefined) return c.json({ error: 'The sandbox has no app of this id' }, 400)
      return c.json({
        code: phoneCodes.issue({ appId, user: data.user, phone: data.phone, countryCode: data.country }),
      })
    })
}

function sentenceOf(error: z.ZodError): string {
  return error.issues[0]?.message ?? 'The question cannot be read'
}
