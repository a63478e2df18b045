/** Rollup names of an import that leads nowhere the file alone, as its line 1; this finds the line. */

/** @param read the text of a file, by its path from the repository's root; throws where there is none */
export function createImportLines(read: (path: string) => string): (text: string) => string {
  let lost: string | null = null
  return (text) => {
    const [, named] = /Could not resolve "([^"]+)"/.exec(text) ?? []
    lost = named ?? lost
    const [, file] = /^at (\S+):1:0$/.exec(text) ?? []
    return file && lost ? `at ${file}:${lineOf(lost, file, read)}` : text
  }
}

function lineOf(named: string, file: string, read: (path: string) => string): number {
  try {
    return Math.max(
      1,
      read(file)
        .split('\n')
        .findIndex((line) => line.includes(named)) + 1,
    )
  } catch {
    return 1
  }
}
