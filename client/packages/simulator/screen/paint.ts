// What runs inside Chromium: the page's own elements come as HTML, and what a widget shows beyond its box is put into
// it. Each function stands by itself, since Playwright hands it over as text. What is added beside the page's elements
// carries the attribute `drawn`.

/** What the page shows, and which widgets the screen has a look for. */
export interface Painting {
  html: string
  widgets: string[]
}

/** Puts the page there; throws for a widget without a look. */
export function place({ html, widgets }: Painting): void {
  document.body.innerHTML = html
  for (const element of document.querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase()
    if (tag.startsWith('wx-') && !widgets.includes(tag.slice(3)))
      throw new Error(`The screen cannot draw <${tag.slice(3)}> yet`)
  }
}

/** What widgets show beyond their boxes; resolves when the pictures are there, or will not come. */
export const drawings: readonly (() => void | Promise<void>)[] = [
  drawTicks,
  drawBars,
  drawSwipers,
  drawRichTexts,
  stylePage,
  drawPictures,
]

/** Where every element of the page is before anything in it is scrolled. */
export function boxes(): { left: number; top: number; width: number; height: number }[] {
  return [...document.body.querySelectorAll('*:not([drawn], [drawn] *)')].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    return { left: left + window.scrollX, top: top + window.scrollY, width, height }
  })
}

/** Brings every scroll view to where its attributes say it stands. */
export function scrollViews(): void {
  for (const view of document.querySelectorAll('wx-scroll-view'))
    view.scrollTo(Number(view.getAttribute('scroll-left') ?? 0), Number(view.getAttribute('scroll-top') ?? 0))
}

function drawTicks(): void {
  for (const box of document.querySelectorAll<HTMLElement>('wx-checkbox, wx-radio, wx-switch, wx-icon'))
    box.style.setProperty('--tick', box.getAttribute('color'))
}

function drawBars(): void {
  for (const bar of document.querySelectorAll<HTMLElement>('wx-slider, wx-progress')) {
    const number = (name: string, otherwise: number): number => Number(bar.getAttribute(name) ?? otherwise)
    const isSlider = bar.tagName === 'WX-SLIDER'
    const [min, max] = isSlider ? [number('min', 0), number('max', 100)] : [0, 100]
    const value = number(isSlider ? 'value' : 'percent', min)
    bar.style.setProperty('--tick', bar.getAttribute('active-color') ?? bar.getAttribute('color'))
    const line = document.createElement('div')
    line.toggleAttribute('drawn', true)
    line.style.setProperty('--at', `${(100 * (value - min)) / (max - min)}%`)
    bar.append(line)
    if (!bar.hasAttribute(isSlider ? 'show-value' : 'show-info')) continue
    const words = document.createElement('span')
    words.toggleAttribute('drawn', true)
    words.textContent = isSlider ? String(value) : `${value}%`
    bar.append(words)
  }
}

function drawSwipers(): void {
  for (const swiper of document.querySelectorAll('wx-swiper')) {
    const items = [...swiper.querySelectorAll<HTMLElement>('wx-swiper-item')].filter(
      (item) => item.closest('wx-swiper') === swiper,
    )
    const current = Number(swiper.getAttribute('current') ?? 0)
    const share = 100 / Number(swiper.getAttribute('display-multiple-items') ?? 1)
    const isVertical = swiper.hasAttribute('vertical')
    for (const [index, item] of items.entries()) {
      item.style.setProperty(isVertical ? 'height' : 'width', `${share}%`)
      item.style.transform = `translate${isVertical ? 'Y' : 'X'}(${(index - current) * 100}%)`
    }
    if (!swiper.hasAttribute('indicator-dots')) continue
    const dots = document.createElement('div')
    dots.toggleAttribute('drawn', true)
    swiper.append(dots)
    const plain = swiper.getAttribute('indicator-color') ?? 'rgba(0, 0, 0, .3)'
    const active = swiper.getAttribute('indicator-active-color') ?? '#000'
    for (const index of items.keys()) {
      const dot = document.createElement('i')
      dot.style.background = index === current ? active : plain
      dots.append(dot)
    }
  }
}

// https://developers.weixin.qq.com/miniprogram/dev/component/rich-text.html: HTML as a string, or a list of nodes.
function drawRichTexts(): void {
  const written = (node: unknown): string => {
    const { type, text, name = 'div', attrs, children } = Object(node) as Record<string, unknown>
    if (type === 'text') return String(text ?? '')
    const holder = document.createElement(String(name))
    for (const [attribute, value] of Object.entries(Object(attrs) as object))
      if (['class', 'style', 'src', 'width', 'height', 'alt'].includes(attribute))
        holder.setAttribute(attribute, String(value))
    holder.innerHTML = Array.isArray(children) ? children.map(written).join('') : ''
    return holder.outerHTML
  }
  for (const text of document.querySelectorAll('wx-rich-text')) {
    const nodes = text.getAttribute('nodes') ?? ''
    const drawn = document.createElement('div')
    drawn.toggleAttribute('drawn', true)
    drawn.innerHTML = nodes.startsWith('[') ? (JSON.parse(nodes) as unknown[]).map(written).join('') : nodes
    text.append(drawn)
  }
}

// https://developers.weixin.qq.com/miniprogram/dev/component/page-meta.html
function stylePage(): void {
  const meta = document.querySelector('wx-page-meta')
  document.body.setAttribute('style', meta?.getAttribute('page-style') ?? '')
  const ground = meta?.getAttribute('background-color') ?? ''
  if (ground !== '') document.body.style.backgroundColor = ground
  document.documentElement.style.fontSize = meta?.getAttribute('root-font-size') ?? ''
}

async function drawPictures(): Promise<void> {
  const pictures = [...document.querySelectorAll('wx-image, wx-cover-image')].map((image) => {
    const picture = document.createElement('img')
    picture.toggleAttribute('drawn', true)
    picture.src = image.getAttribute('src') ?? ''
    image.append(picture)
    return picture.decode().catch(() => picture.remove())
  })
  await Promise.all([...pictures, document.fonts.ready])
}
