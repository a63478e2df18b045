/**
 * The rules of eslint.config.js for `npm run check`: oxlint reads a file in a fraction of ESLint's time, and stops at
 * the name of a rule that it does not know, so none is lost in silence. Pages stay with ESLint, which knows templates.
 */
import blocks from './eslint.config.js'
import exact from './oxlint.plugin.js'

const withRules = blocks.filter(({ rules }) => rules !== undefined)
const on = new Set(withRules.flatMap(({ rules }) => Object.keys(rules).filter((name) => rules[name] !== 'off')))

/** Without the rules of pages, and without what is off from the first: oxlint does not know the names of all those. */
function translated(rules) {
  const kept = Object.entries(rules).filter(([name]) => on.has(name) && !name.startsWith('vue/'))
  return Object.fromEntries(kept.map(([name, value]) => [translatedName(name), value]))
}

function translatedName(name) {
  const plain = name.replace('@typescript-eslint/', '')
  return plain in exact.rules ? `exact/${plain}` : name
}

export default {
  plugins: ['typescript'],
  jsPlugins: [{ name: 'exact', specifier: './oxlint.plugin.js' }],
  categories: { correctness: 'off' },
  options: { reportUnusedDisableDirectives: 'error' },
  ignorePatterns: blocks.flatMap(({ files, rules, ignores = [] }) => (files || rules ? [] : ignores)),
  overrides: withRules.map(({ files = ['**'], ignores = [], rules }) => ({
    files,
    excludeFiles: ['**/*.vue', ...ignores],
    rules: translated(rules),
  })),
}
