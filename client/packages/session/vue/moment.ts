/** A moment as people write it, by the phone's own clock and zone. */

/** `2026-11-22 09:05`, of an ISO string. */
export function moment(iso: string): string {
  const at = new Date(iso)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** `2026-11-22`, of an ISO string. */
export function day(iso: string): string {
  return moment(iso).slice(0, 10)
}
