// WeChat's bar above a page: its colours, the title, the way back and the capsule.
import type { MiniProgramPackage } from '../program/miniProgramPackage.ts'
import { isRecord } from '../record.ts'

export interface BarLook {
  title: string
  /** Is there a page below? */
  hasBack: boolean
  theme: 'light' | 'dark'
}

/** CSS pixels, on a phone without a notch: 20 of the status bar, 44 of the bar itself. */
export const BAR_HEIGHT = 64

const BACK =
  'position:absolute;top:35px;left:18px;width:11px;height:11px;border:solid;border-width:0 0 2px 2px;' +
  'transform:rotate(45deg)'
const TITLE =
  'font-size:17px;font-weight:500;line-height:44px;margin:0 97px;overflow:hidden;white-space:nowrap;' +
  'text-overflow:ellipsis;text-align:center'
/** In the corner: more, and what leaves the program. */
const CAPSULE =
  'position:absolute;top:26px;right:7px;box-sizing:border-box;width:87px;height:32px;border-radius:16px;' +
  'border:1px solid color-mix(in srgb, currentColor 20%, transparent)'
const DOTS =
  'position:absolute;top:14px;left:20px;width:4px;height:4px;border-radius:50%;background:currentColor;' +
  'box-shadow:-6px 0 currentColor,6px 0 currentColor'
const TARGET =
  'position:absolute;top:7px;right:13px;box-sizing:border-box;width:17px;height:17px;border:2px solid;' +
  'border-radius:50%;background:radial-gradient(currentColor 3px,transparent 3.5px)'

/** The bar as HTML; colours as app.json, the page's own file and the theme's file say. */
export function navigationBar(program: MiniProgramPackage, page: string, { title, hasBack, theme }: BarLook): string {
  const settings = program.window(page)
  const themed = themeOf(program, theme)
  const setting = (name: string, unset: string): string => {
    const value = String(settings[name] ?? unset)
    return value.startsWith('@') ? String(themed[value.slice(1)] ?? unset) : value
  }
  // "导航栏背景颜色，如 #000000", default #000000; "导航栏标题颜色，仅支持 black / white", default white:
  // https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#window
  const ground = setting('navigationBarBackgroundColor', '#000000')
  const ink = setting('navigationBarTextStyle', 'white')
  const bar = `position:relative;box-sizing:border-box;height:${BAR_HEIGHT}px;padding-top:20px`
  return `<div style="${bar};color:${escaped(ink)};background:${escaped(ground)}">
    ${hasBack ? `<div style="${BACK}"></div>` : ''}
    <div style="${TITLE}">${escaped(title)}</div>
    <div style="${CAPSULE}">
      <div style="${DOTS}"></div>
      <div style="position:absolute;top:7px;left:43px;width:1px;height:17px;background:currentColor;opacity:0.2"></div>
      <div style="${TARGET}"></div>
    </div>
  </div>`
}

function themeOf(program: MiniProgramPackage, theme: BarLook['theme']): Record<string, unknown> {
  if (!program.has(program.themeFile)) return {}
  const themes: unknown = JSON.parse(program.read(program.themeFile))
  return isRecord(themes) && isRecord(themes[theme]) ? themes[theme] : {}
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
