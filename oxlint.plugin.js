/**
 * Rules as ESLint has them, where those of oxlint see less: it knows no selectors, refuses a regex that looks ahead, reads
 * no single quotes after three slashes, and passes over templates in a `delete` and in an enum and over `<'a'>'a'`.
 */
import { builtinRules } from 'eslint/use-at-your-own-risk'
import tseslint from 'typescript-eslint'

const { rules } = tseslint.plugin

export default {
  meta: { name: 'exact' },
  rules: {
    'no-duplicate-enum-values': rules['no-duplicate-enum-values'],
    'no-dynamic-delete': rules['no-dynamic-delete'],
    'no-misused-new': rules['no-misused-new'],
    'no-restricted-imports': rules['no-restricted-imports'],
    'no-restricted-syntax': builtinRules.get('no-restricted-syntax'),
    'prefer-as-const': rules['prefer-as-const'],
    'triple-slash-reference': rules['triple-slash-reference'],
  },
}
