/** Names of variables that are nearly one of ours: as they stand, they do nothing without a word. */

/** Below so many letters, too many names of others are near. */
const shortest = 8
const mostEdits = 2

/** A sentence for each of these names that is not known, with the one that was probably meant. */
export function misspelt(names: readonly string[], known: readonly string[]): string[] {
  return names
    .filter((name) => !known.includes(name))
    .flatMap((name) => {
      const meant = known.find((ours) => ours.length >= shortest && edits(plain(name), plain(ours)) <= mostEdits)
      return meant === undefined ? [] : [`${name} is not known: did you mean ${meant}? / 未知变量，是否应为 ${meant}？`]
    })
}

function plain(name: string): string {
  return name.toUpperCase().replace(/[^A-Z]/g, '')
}

/** How many letters are to be put in, taken out or changed: https://en.wikipedia.org/wiki/Levenshtein_distance */
function edits(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1]
    for (const [column, other] of [...to].entries()) {
      const [before = 0, above = 0, left = 0] = [row[column], row[column + 1], next[column]]
      next.push(Math.min(above + 1, left + 1, before + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
