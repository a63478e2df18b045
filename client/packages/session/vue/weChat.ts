/** WeChat's own calls, as far as this client has them; a browser has none. */
export function weChat(): Partial<typeof wx> {
  return typeof wx === 'undefined' ? {} : wx
}
