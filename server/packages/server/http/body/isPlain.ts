/** Looks at JSON before it is parsed: deep nesting or thousands of members cost more than its length says. */

/** An input of ours has three levels, and a batch of them four. */
const mostLevels = 32
const mostMembers = 2000

const quote = 34
const backslash = 92
const comma = 44
const openers = [91, 123]
const closers = [93, 125]

/** Whether a text, JSON or not, holds no more brackets in each other, and no more commas, than any input needs. */
export function isPlain(json: string): boolean {
  let levels = 0
  let members = 0
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index)
    if (code === quote) index = endOfString(json, index)
    else if (code === comma) members++
    else if (openers.includes(code)) levels++
    else if (closers.includes(code)) levels--
    if (levels > mostLevels || members > mostMembers) return false
  }
  return true
}

/** The place of the closing quote, or the end of the text. */
function endOfString(json: string, start: number): number {
  let index = start + 1
  while (index < json.length && json.charCodeAt(index) !== quote) index += json.charCodeAt(index) === backslash ? 2 : 1
  return index
}
