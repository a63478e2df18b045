/** Answers in WeChat's form: always 200, and often JSON that calls itself text. */

/** errcode -> WeChat's own words; https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/ */
const words: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40066: 'invalid url',
  40129: 'invalid scene',
  40163: 'code been used',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  42001: 'access_token expired',
  43002: 'require POST method',
  43302: 'require POST method',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  87008: 'invalid sig_method',
  87009: 'invalid signature',
}

export function asText(body: object): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'text/plain' } })
}

export function asJson(body: object): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json; encoding=utf-8' } })
}

/** The body of a refusal. */
export function refusalBody(errcode: number, rid: string): object {
  return { errcode, errmsg: `${words[errcode] ?? 'unknown error'}, rid: ${rid}` }
}
