// The framework writes any value into the document as a string of its own making; here the document says the same as
// with the other engine: no attribute for nothing, JSON for lists and objects.
import type { GlassEasel } from './glassEasel.ts'

export function plainAttributes(glassEasel: GlassEasel): void {
  Reflect.set(
    glassEasel.Element.prototype,
    'updateAttribute',
    function (this: { setAttribute(name: string, value: unknown): void }, name: string, value: unknown): void {
      this.setAttribute(name, plain(value))
    },
  )
}

/** `hidden` is an attribute of every component: where it is no property, the framework asks for an external class. */
export function hideComponents({ Component: { prototype } }: GlassEasel): void {
  const { hasExternalClass, setExternalClass } = prototype
  prototype.hasExternalClass = function (name) {
    return name === 'hidden' || hasExternalClass.call(this, name)
  }
  prototype.setExternalClass = function (name, value) {
    if (name === 'hidden') this.$$?.toggleAttribute('hidden', Boolean(value))
    else setExternalClass.call(this, name, value)
  }
}

function plain(value: unknown): unknown {
  if (value === null || value === undefined) return false
  return typeof value === 'object' ? JSON.stringify(value) : value
}
