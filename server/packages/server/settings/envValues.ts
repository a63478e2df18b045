/**
 * How the values of variables are read: each function answers what a value means, or tells the schema what is wrong.
 */
import { z } from 'zod'
import type { NamedKey } from 'uni-trpc-auth'
import { list, partsOf } from './envText.ts'
import { trustedProxyList } from '../limit/clientAddress.ts'
import { bytesOf, weaknessOf } from './secretBytes.ts'

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

export function duration(text: string, context: z.RefinementCtx): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  if (count && unit && Number(count) > 0) return Number(count) * unitMs[unit as keyof typeof unitMs]
  return wrong(context, 'must be a time such as 4s, 15m, 2h or 7d / 须为 4s、15m、2h、7d 这样的时长')
}

export function wholeNumber(least: number, most: number) {
  return (text: string, context: z.RefinementCtx): number => {
    const number = /^\d{1,6}$/.test(text) ? Number(text) : NaN
    if (number >= least && number <= most) return number
    return wrong(context, `must be a whole number from ${least} to ${most} / 须为 ${least} 到 ${most} 的整数`)
  }
}

export function apps(text: string, context: z.RefinementCtx): ReadonlyMap<string, string> {
  const pairs = list(text).map(partsOf)
  const empty = text !== '' && pairs.length === 0
  if (
    empty ||
    !pairs.every(([id = '', secret, ...rest]) => /^[\w-]{1,64}$/.test(id) && isWord(secret) && rest.length === 0)
  ) {
    return wrong(
      context,
      'must be appid:secret, comma-separated, without spaces or quotes in them / 须为 appid:secret，以逗号分隔，其中不能有空格或引号',
    )
  }
  const known = new Map(pairs.map(([id = '', secret = '']) => [id, secret]))
  return known.size === pairs.length ? known : wrong(context, 'names an app id twice / AppID 重复')
}

function isWord(text: string | undefined): boolean {
  return text !== undefined && /^[\x21-\x7e]*$/.test(text) && !/["'`]/.test(text)
}

export function secrets(text: string, context: z.RefinementCtx): NamedKey[] {
  const keys = list(text).map((entry) => {
    const [id = '', ...value] = partsOf(entry)
    return { id, key: bytesOf(value.join(':')) }
  })
  if (keys.length === 0 || keys.some(({ id }) => !/^[\w.-]{1,32}$/.test(id))) {
    return wrong(context, 'must be kid:base64, comma-separated / 须为 kid:base64，以逗号分隔')
  }
  if (new Set(keys.map(({ id }) => id)).size < keys.length) return wrong(context, 'names a kid twice / kid 重复')
  const weakness = keys.map(({ key }) => weaknessOf(key)).find(Boolean)
  return weakness ? wrong(context, weakness) : keys
}

export function secret(text: string, context: z.RefinementCtx): Uint8Array {
  if (text.includes(':')) return wrong(context, 'is one base64 value, without a kid: / 只有一个 base64 值，不带 kid:')
  const weakness = weaknessOf(bytesOf(text))
  return weakness ? wrong(context, weakness) : bytesOf(text)
}

export function proxies(text: string, context: z.RefinementCtx): string[] {
  try {
    trustedProxyList(list(text))
    return list(text)
  } catch {
    return wrong(context, 'must be addresses or networks, comma-separated / 须为地址或网段，以逗号分隔')
  }
}

function wrong(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}
