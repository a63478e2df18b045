/** What WeChat writes to the console when an event's handler is not there. */
export function noMethod(component: string, method: unknown): string {
  return `Component "${component}" does not have a method "${String(method)}" to handle its event.`
}
