/**
 * Server-sent events, piece by piece.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */

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

  const takeLine = (line: string, events: ServerEvent[]) => {
    if (line) {
      const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? []
      if (field === 'event') name = value
      if (field === 'data') data.push(value)
      if (field === 'id') id = value
      return
    }
    if (data.length) events.push({ name: name || 'message', data: data.join('\n'), id })
    name = ''
    data = []
  }
  return (text) => {
    const events: ServerEvent[] = []
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const line of lines) takeLine(line, events)
    return events
  }
}
