// Swipers: which of its items each shows, and how it goes on by itself.
// https://developers.weixin.qq.com/miniprogram/dev/component/swiper.html
import type { SimulatedEvent } from '../engines/Engine.ts'
import type { SimulatedTimers } from '../realm/simulatedTimers.ts'
import { isOn, numberOf } from './widgetState.ts'

export interface SwiperHost {
  timers: Pick<SimulatedTimers, 'setTimeout' | 'clearTimeout'>
  dispatch(target: Element, event: SimulatedEvent): void
}

/** Why a swiper turned, as its events say it: by itself, by a person's finger, or by the program. */
export type SwipeSource = 'autoplay' | 'touch' | ''

export interface Swipers {
  /** What the swiper's attributes would be if they followed it: `current` from 0. */
  state(swiper: Element): Record<string, string>
  turn(swiper: Element, to: number, source: SwipeSource): void
  /** An attribute was written by the program, or stands there when the swiper comes. */
  changed(swiper: Element, attribute: string): void
  /** It is on the page now: what its attributes say holds, and nobody is told. */
  came(swiper: Element): void
}

const INTERVAL_MS = 5_000
const DURATION_MS = 500

export const isSwiper = (element: Element): boolean => element.tagName === 'WX-SWIPER'

export function createSwipers({ timers, dispatch }: SwiperHost): Swipers {
  const shown = new WeakMap<Element, number>()
  const current = (swiper: Element): number => shown.get(swiper) ?? 0

  function turn(swiper: Element, to: number, source: SwipeSource): void {
    const next = within(swiper, to)
    if (next === current(swiper)) return
    shown.set(swiper, next)
    const detail = { current: next, currentItemId: idOf(itemsOf(swiper)[next]), source }
    dispatch(swiper, { type: 'change', detail, bubbles: false })
    const finish = (): void => {
      if (swiper.isConnected && current(swiper) === next)
        dispatch(swiper, { type: 'animationfinish', detail, bubbles: false })
    }
    timers.setTimeout(finish, numberOf(swiper, 'duration', DURATION_MS))
  }

  const autoplay = createAutoplay(timers, (swiper) => {
    const next = current(swiper) + 1
    turn(swiper, next > last(swiper) ? 0 : next, 'autoplay')
  })

  return {
    state: (swiper) => ({ current: String(current(swiper)) }),
    turn,
    changed(swiper, attribute) {
      if (attribute === 'autoplay' || attribute === 'interval') return autoplay(swiper)
      const index = wanted(swiper, attribute)
      if (index >= 0) turn(swiper, index, '')
    },
    came(swiper) {
      const index = wanted(swiper, swiper.hasAttribute('current-item-id') ? 'current-item-id' : 'current')
      shown.set(swiper, within(swiper, Math.max(0, index)))
      autoplay(swiper)
    },
  }
}

/** Begins anew with every change of its settings, and ends by itself once the swiper is gone. */
function createAutoplay(timers: SwiperHost['timers'], turn: (swiper: Element) => void): (swiper: Element) => void {
  const turning = new WeakMap<Element, number>()
  return function play(swiper) {
    timers.clearTimeout(turning.get(swiper))
    if (!isOn(swiper, 'autoplay')) return
    const goOn = (): void => {
      if (!swiper.isConnected) return
      turn(swiper)
      play(swiper)
    }
    turning.set(swiper, timers.setTimeout(goOn, numberOf(swiper, 'interval', INTERVAL_MS)))
  }
}

/** Where the attribute wants it, by number or by the item's own id; below 0 where no item has it. */
function wanted(swiper: Element, attribute: string): number {
  if (attribute === 'current') return numberOf(swiper, 'current', 0)
  return itemsOf(swiper).findIndex((item) => idOf(item) === swiper.getAttribute('current-item-id'))
}

function itemsOf(swiper: Element): Element[] {
  return [...swiper.querySelectorAll('wx-swiper-item')].filter((item) => item.closest('wx-swiper') === swiper)
}

function idOf(item: Element | undefined): string {
  return item?.getAttribute('item-id') ?? ''
}

/** The last item it can begin with; one of a circle shows the first items behind the last. */
function last(swiper: Element): number {
  const items = itemsOf(swiper).length
  return Math.max(0, isOn(swiper, 'circular') ? items - 1 : items - numberOf(swiper, 'display-multiple-items', 1))
}

function within(swiper: Element, index: number): number {
  return Math.min(Math.max(0, Math.round(index)), last(swiper))
}
