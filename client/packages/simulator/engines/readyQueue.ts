// Both frameworks leave the `ready` lifetime to their host: components that were created wait here until they are
// attached and their page has shown up.

export interface ReadyQueue<Component> {
  add(component: Component): void
  /** Between hold and release nothing gets ready: a page is opening. */
  hold(): void
  release(): void
  flush(): void
}

export interface ReadyQueueHost<Component> {
  isAttached(component: Component): boolean
  ready(component: Component): void
  /** How deep a component stands: inner ones get ready first. Without it, the order of `add` counts. */
  depth?(component: Component): number
}

export function createReadyQueue<Component>({
  isAttached,
  ready,
  depth = () => 0,
}: ReadyQueueHost<Component>): ReadyQueue<Component> {
  const waiting = new Set<Component>()
  let held = 0
  function flush(): void {
    if (held > 0) return
    const attached = [...waiting].filter(isAttached).sort((one, other) => depth(other) - depth(one))
    for (const component of attached) {
      waiting.delete(component)
      ready(component)
    }
  }
  return {
    add: (component) => void waiting.add(component),
    hold: () => void (held += 1),
    release() {
      held -= 1
      flush()
    },
    flush,
  }
}
