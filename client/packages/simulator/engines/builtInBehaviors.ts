// The behaviours WeChat brings along; a component names them by a string.
// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/behaviors.html
import { isRecord } from '../record.ts'

/** What any behaviour of WeChat's has: those of which nothing is known here are simply there. */
export interface BuiltInBehavior {
  properties?: Record<string, { type: null }>
  definitionFilter?: (definition: Record<string, unknown>) => void
}

const BUILT_IN: Record<string, BuiltInBehavior> = {
  'wx://form-field': { properties: { name: { type: null }, value: { type: null } } },
  'wx://component-export': {
    definitionFilter(definition) {
      const methods = isRecord(definition['methods']) ? definition['methods'] : {}
      definition['methods'] = { ...methods, __export__: definition['export'] }
    },
  },
}

/** The behaviour of that name, or undefined when WeChat brings none. */
export function builtInBehavior(name: string): BuiltInBehavior | undefined {
  return name.startsWith('wx://') ? (BUILT_IN[name] ?? {}) : undefined
}
