document.documentElement.lang = navigator.language.startsWith('zh') ? 'zh-CN' : 'en'

// On a computer it never tells that the network is gone; without it, uni-app listens to the events that do.
Object.defineProperty(navigator, 'connection', { value: undefined })

// uni-app draws its controls as elements that no keyboard reaches and no screen reader names.
const roles = {
  'uni-button': 'button',
  '.uni-modal__btn': 'button',
  'uni-checkbox': 'checkbox',
  'uni-image[aria-label]': 'img',
}
const controls = 'uni-button, .uni-modal__btn, uni-checkbox'
const unnamed = ':is(uni-input, uni-textarea)[aria-label] :is(input, textarea):not([aria-label])'
let question
new MutationObserver(() => {
  for (const [selector, role] of Object.entries(roles)) {
    for (const element of document.querySelectorAll(selector)) {
      element.setAttribute('role', role)
      if (role !== 'img') element.tabIndex = 0
      if (role === 'checkbox') element.setAttribute('aria-checked', String(element.querySelector('svg') !== null))
    }
  }
  for (const field of document.querySelectorAll(unnamed)) {
    field.setAttribute('aria-label', field.closest('uni-input, uni-textarea').getAttribute('aria-label'))
  }
  // A question takes the focus to its first answer, which is no.
  const asked = [...document.querySelectorAll('.uni-modal')].find((modal) => modal.getClientRects().length > 0)
  if (asked && asked !== question) asked.querySelector('.uni-modal__btn').focus()
  question = asked
}).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] })

// When the key comes up, and before uni-app hears of it, whose modal takes any Enter that comes up for a yes.
const isPressed = ({ key, target }) => (key === 'Enter' || key === ' ') && target.matches?.(controls)
addEventListener('keydown', (event) => isPressed(event) && event.preventDefault())
addEventListener(
  'keyup',
  (event) => {
    if (!isPressed(event)) return
    event.stopImmediatePropagation()
    event.target.click()
  },
  true,
)
