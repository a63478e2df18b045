/** Server-sent events, piece by piece. https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */

export interface ServerEvent {
  /** `message` unless it is named. */
  name: string
  data: string
  /** The last id that was sent, with this event or before it; empty where there is none. */
  id: string
}

/** Returns what takes the next piece of the text in and gives the events that are complete. */
export function createEventParser(): (text: string) => ServerEvent[] {
  let rest = ''
  let name = ''
  let id = ''
  let data: string[] = []

  const fields: Record<string, ((value: string) => void) | undefined> = {
    event: (value) => (name = value),
    data: (value) => data.push(value),
    id: (value) => (id = value),
  }
  const takeLine = (line: string): ServerEvent[] => {
    if (line) {
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
      fields[field]?.(value)
      return []
    }
    const event = { name: name || 'message', data: data.join('\n'), id }
    const isOne = data.length > 0
    name = ''
    data = []
    return isOne ? [event] : []
  }
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    return lines.map(takeLine).reduce((all, some) => all.concat(some), [])
  }
}
