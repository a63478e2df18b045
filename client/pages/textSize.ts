/** The text size that the person chose in WeChat, for the pages' stylesheet. */

/** WeChat's standard, in pixels. */
const standard = 16
/** Beyond twice the size, lines of one word are harder to read than small ones. */
const largest = 2

/** A page's inline style: all sizes of style.css are multiplied by `--scale`. H5 leaves zooming to the browser. */
export function textSize(setting: number = uni.getSystemInfoSync().fontSizeSetting ?? standard): string {
  return `--scale: ${Math.min(largest, setting / standard)}`
}
