// Finding elements as a person does, by what they say and what they are.
import { nodeAt } from '../engines/frameworkNode.ts'
import { isShown, shownText } from '../widgets/shownText.ts'
import { elementTree } from './elementTree.ts'
import type { ElementHandle, FindOptions, Queries, Words } from './ElementHandle.ts'
import { nameOf, roleOf } from './roleOf.ts'

export interface QueryHost {
  /** Where to look. */
  readonly root: Element
  /** What to call it in an error, such as the page's path. */
  readonly place: string
  handle(element: Element): ElementHandle
  /** Polls until `find` answers without throwing. */
  wait(find: () => unknown, options?: FindOptions): Promise<void>
}

interface Search {
  called: string
  find(): Element[]
}

export function createQueries({ root, place, handle, wait }: QueryHost): Queries {
  const { byText, byRole, byPlaceholder, bySelector } = searchesIn(root)

  function all(search: Search): ElementHandle[] {
    const found = search.find()
    if (found.length === 0) throw new Error(`No ${search.called} on ${place}, which is:\n${elementTree(root)}`)
    return found.map(handle)
  }
  function get(search: Search): ElementHandle {
    const [first, ...others] = all(search)
    if (first === undefined || others.length > 0)
      throw new Error(`${others.length + 1} times ${search.called} on ${place}, which is:\n${elementTree(root)}`)
    return first
  }
  const query = (search: Search): ElementHandle | null => (search.find().length === 0 ? null : get(search))
  async function find(search: Search, options?: FindOptions): Promise<ElementHandle> {
    await wait(() => get(search), options)
    return get(search)
  }

  return {
    getByText: (words) => get(byText(words)),
    getAllByText: (words) => all(byText(words)),
    queryByText: (words) => query(byText(words)),
    findByText: (words, options) => find(byText(words), options),
    getByRole: (role, options) => get(byRole(role, options)),
    getAllByRole: (role, options) => all(byRole(role, options)),
    queryByRole: (role, options) => query(byRole(role, options)),
    findByRole: (role, options) => find(byRole(role, options), options),
    getByPlaceholder: (words) => get(byPlaceholder(words)),
    findByPlaceholder: (words, options) => find(byPlaceholder(words), options),
    getBySelector: (selector) => get(bySelector(selector)),
    findBySelector: (selector, options) => find(bySelector(selector), options),
  }
}

function searchesIn(root: Element) {
  const shown = (selector: string): Element[] => [...root.querySelectorAll(selector)].filter(isShown)
  const byText = (words: Words): Search => ({
    called: `element with the text ${String(words)}`,
    find: () => innermost(shown('*').filter((element) => matches(shownText(element), words))),
  })
  const byRole = (role: string, { name }: { name?: Words } = {}): Search => ({
    called: name === undefined ? role : `${role} called ${String(name)}`,
    find: () =>
      shown('*').filter(
        (element) => roleOf(element) === role && (name === undefined || matches(nameOf(element), name)),
      ),
  })
  const byPlaceholder = (words: Words): Search => ({
    called: `field with the placeholder ${String(words)}`,
    find: () => shown('[placeholder]').filter((element) => matches(element.getAttribute('placeholder') ?? '', words)),
  })
  const bySelector = (selector: string): Search => ({
    called: selector,
    find: () => select(root, selector).filter(isShown),
  })
  return { byText, byRole, byPlaceholder, bySelector }
}

/** Elements below `root` by CSS; an id is the template's, which stays inside the framework. */
export function select(root: Element, selector: string): Element[] {
  const id = /^#([\w-]+)$/.exec(selector)?.[1]
  if (id === undefined) return [...root.querySelectorAll(selector)]
  return [...root.querySelectorAll('*')].filter((element) => nodeAt(element)?.id === id)
}

function innermost(elements: Element[]): Element[] {
  return elements.filter((element) => !elements.some((other) => other !== element && element.contains(other)))
}

function matches(text: string, words: Words): boolean {
  return typeof words === 'string' ? text === words : words.test(text)
}
