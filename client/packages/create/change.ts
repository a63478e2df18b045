/** One change of a file that the template has, made in the project that is written from it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The project cannot be written, as a sentence in both languages. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError'
}

/** A file that goes, or parts of one that go or become others; made in this order. */
export interface Change {
  readonly path: string
  readonly remove?: true
  /** Texts, wherever they stand, and what stands there instead. */
  readonly edits?: readonly (readonly [string, string])[]
  /** Lines that go: all that begin so. */
  readonly lines?: readonly string[]
  /** Parts that go: from one text up to another, which stays. */
  readonly cuts?: readonly (readonly [string, string])[]
  /** Everything from a text to the end goes. */
  readonly cutFrom?: string
  /** What stands there in place of all. */
  readonly text?: string
}

/** @throws {ProjectError} for a text that is not there, so that no change is lost when the template changes */
export function applyChange(change: Change, folder: string): void {
  const { path, remove, text } = change
  const file = join(folder, path)
  if (!existsSync(file)) throw new ProjectError(`The template lacks ${path} / 模板缺少文件`)
  if (remove) rmSync(file, { recursive: true })
  else writeFileSync(file, text ?? changed(readFileSync(file, 'utf8'), change))
}

function changed(original: string, { path, edits = [], lines = [], cuts = [], cutFrom }: Change): string {
  const placeOf = (part: string, from = 0): number => {
    const place = whole.indexOf(part, from)
    if (place < 0) throw new ProjectError(`${path} holds no “${part}” / 模板与预期不符`)
    return place
  }
  let whole = original
  for (const [from, to] of edits) {
    placeOf(from)
    whole = whole.replaceAll(from, to)
  }
  for (const beginning of lines) {
    placeOf(beginning)
    whole = whole
      .split('\n')
      .filter((line) => !line.trimStart().startsWith(beginning))
      .join('\n')
  }
  for (const [from, upTo] of cuts) {
    const start = placeOf(from)
    whole = whole.slice(0, start) + whole.slice(placeOf(upTo, start))
  }
  return cutFrom === undefined ? whole : whole.slice(0, placeOf(cutFrom))
}
