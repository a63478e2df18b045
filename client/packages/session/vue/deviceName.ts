/** What people call the phone behind a session, of the server's word for it: a user agent's first parenthesis. */

/** `iPhone`, `M2102J2SC · Android 13`, `Macintosh`; null for what is unknown. */
export function deviceName(device: string | null): string | null {
  // X11 is no device but how Linux draws.
  const parts = (device ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'X11')
  const android = parts.findIndex((part) => part.startsWith('Android'))
  const model = parts[android + 1]?.replace(/ Build\/.*$/, '')
  if (android < 0) return parts[0] ?? null
  return model ? `${model} · ${parts[android]}` : (parts[android] ?? null)
}
