import { describe, expect, it } from 'vitest'
import { AbortController as Ours } from './abortController.ts'

describe.each([
  ['ours', Ours],
  ['the platform’s', AbortController],
])('AbortController, %s', (_, Controller) => {
  it('starts open, and stays aborted with its first reason', () => {
    const controller = new Controller()
    expect([controller.signal.aborted, controller.signal.reason]).toEqual([false, undefined])
    controller.abort('first')
    controller.abort('second')
    expect([controller.signal.aborted, controller.signal.reason]).toEqual([true, 'first'])
  })

  it('gives an AbortError as the reason when none is given', () => {
    const controller = new Controller()
    controller.abort()
    expect(controller.signal.reason).toMatchObject({ name: 'AbortError', message: 'This operation was aborted' })
    expect(controller.signal.reason).toBeInstanceOf(Error)
  })

  it('calls each listener once, in order, onabort among them, with an event of type abort', () => {
    const controller = new Controller()
    const heard: string[] = []
    const first = (event: { type: string }) => heard.push(`first ${event.type}`)
    controller.signal.onabort = () => heard.push('onabort')
    controller.signal.addEventListener('abort', first, { once: true })
    controller.signal.addEventListener('abort', first)
    controller.signal.addEventListener('abort', { handleEvent: () => heard.push('object') })
    controller.abort()
    controller.abort()
    expect(heard).toEqual(['onabort', 'first abort', 'object'])
  })

  it('does not call a listener that was removed, even by another listener of the same abort', () => {
    const controller = new Controller()
    const heard: string[] = []
    const removed = () => heard.push('removed')
    const late = () => heard.push('late')
    controller.signal.addEventListener('abort', removed)
    controller.signal.removeEventListener('abort', removed)
    controller.signal.addEventListener('abort', () => controller.signal.removeEventListener('abort', late))
    controller.signal.addEventListener('abort', late)
    controller.abort()
    expect(heard).toEqual([])
  })

  it('throws its reason from throwIfAborted, once aborted', () => {
    const controller = new Controller()
    expect(() => controller.signal.throwIfAborted()).not.toThrow()
    const reason = new Error('enough')
    controller.abort(reason)
    expect(() => controller.signal.throwIfAborted()).toThrow(reason)
  })
})
