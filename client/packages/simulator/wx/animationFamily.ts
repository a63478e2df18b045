// wx.createAnimation: steps are noted and exported, as the `animation` attribute takes them; nothing moves.
// https://developers.weixin.qq.com/miniprogram/dev/api/ui/animation/Animation.html
import type { WxFamily, WxHost } from './WxHost.ts'
import { isRecord } from '../record.ts'

const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'left', 'right', 'top', 'bottom']
const TRANSFORMS = [
  'matrix',
  'matrix3d',
  'rotate',
  'rotate3d',
  'rotateX',
  'rotateY',
  'rotateZ',
  'scale',
  'scale3d',
  'scaleX',
  'scaleY',
  'scaleZ',
  'skew',
  'skewX',
  'skewY',
  'translate',
  'translate3d',
  'translateX',
  'translateY',
  'translateZ',
]

interface Step {
  type: string
  args: unknown[]
}

export function animationFamily({ adopt }: Pick<WxHost, 'adopt'>): WxFamily {
  return {
    createAnimation(given) {
      const base = timing(given, { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0' })
      let steps: Step[] = []
      let actions: object[] = []
      const note =
        (type: string) =>
        (...args: unknown[]): unknown => {
          const name = type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
          steps.push(
            STYLES.includes(type)
              ? {
                  type: 'style',
                  args: [name, typeof args[0] === 'number' && type !== 'opacity' ? `${args[0]}px` : args[0]],
                }
              : { type, args },
          )
          return animation
        }
      const animation = adopt({
        ...Object.fromEntries([...STYLES, ...TRANSFORMS].map((name) => [name, note(name)])),
        step(options: unknown) {
          const { transformOrigin, ...transition } = timing(options, base)
          actions.push({ animates: steps, option: { transformOrigin, transition } })
          steps = []
          return animation
        },
        export() {
          const exported = { actions }
          actions = []
          return exported
        },
      })
      return animation
    },
  }
}

function timing(given: unknown, otherwise: Record<string, unknown>): Record<string, unknown> {
  const options = isRecord(given) ? given : {}
  return Object.fromEntries(Object.entries(otherwise).map(([name, value]) => [name, options[name] ?? value]))
}
