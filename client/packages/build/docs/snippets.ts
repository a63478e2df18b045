/** The code of a page of docs/: the blocks whose first line is a comment that names their file. */

/** File name -> text without that first line, in the page's order. */
export function snippets(page: string): Map<string, string> {
  const found = page.matchAll(/^```(?:ts|vue|json)\n(?:\/\/|<!--) ([\w./-]+\.\w+)[^\n]*\n([^]*?)^```$/gm)
  return new Map([...found].map(([, name = '', text = '']) => [name, text] as const))
}
