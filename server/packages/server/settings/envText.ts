/** How people write values: with spaces, quotes, and full-width commas and colons. */

/** Without the quotes that `docker --env-file` keeps, and those that a text processor makes of them. */
export function plain(text: string): string {
  const [, inside] = /^["'`“”‘’＂]([^"'`“”‘’＂]*)["'`“”‘’＂]$/.exec(text.trim()) ?? []
  return (inside ?? text).trim()
}

/** Comma-separated. */
export function list(text: string): string[] {
  return text.replaceAll('，', ',').replaceAll('：', ':').split(',').map(plain).filter(Boolean)
}

/** `id:secret`, each maybe in quotes. */
export function partsOf(entry: string): string[] {
  return entry.split(':').map(plain)
}
