// What a program passed to Component() or Behavior(), made ready for a framework: paths in it become paths of the
// package, and behaviours that are named become the framework's own.
import type { MiniProgramPackage } from '../program/miniProgramPackage.ts'
import { isRecord } from '../record.ts'

export interface DefinitionHost {
  program: Pick<MiniProgramPackage, 'resolveComponent'>
  warn(message: string): void
  /** The framework's behaviour for a name such as `wx://form-field`; undefined when there is none. */
  behaviorNamed(name: string): unknown
  /** What the framework takes as target of a relation: a path of the package without leading slash, or a behaviour. */
  asTarget(target: unknown): unknown
}

/**
 * Answers a copy in which every behaviour is the framework's and every relation has a target.
 * @param file whose paths are relative to it, without extension
 */
export function prepareDefinition(
  host: DefinitionHost,
  file: string,
  definition: Record<string, unknown>,
): Record<string, unknown> {
  const { behaviors, relations, properties } = definition
  return {
    ...ownAndInherited(definition),
    ...(Array.isArray(behaviors)
      ? { behaviors: behaviors.map((one) => asBehavior(host, one)).filter((one) => one !== undefined) }
      : {}),
    ...(isRecord(properties)
      ? {
          properties: knownTypes(properties, (name) =>
            host.warn(`the type of property "${name}" is illegal (in ${file})`),
          ),
        }
      : {}),
    ...(isRecord(relations) ? { relations: withTargets(host, file, relations) } : {}),
  }
}

// Some kits pass an instance of a class.
function ownAndInherited(definition: Record<string, unknown>): Record<string, unknown> {
  const names: string[] = []
  for (const name in definition) names.push(name)
  return Object.fromEntries(names.map((name) => [name, definition[name]]))
}

function asBehavior(host: DefinitionHost, behavior: unknown): unknown {
  return typeof behavior === 'string' ? host.behaviorNamed(behavior) : behavior
}

// Without a target of its own, a relation's name is the path of the other component.
function withTargets(host: DefinitionHost, file: string, relations: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(relations).filter((entry): entry is [string, Record<string, unknown>] =>
    isRecord(entry[1]),
  )
  return Object.fromEntries(
    entries.map(([name, relation]) => {
      const given = relation['target'] ?? name
      const isPath = typeof given === 'string' && host.behaviorNamed(given) === undefined
      return [name, { ...relation, target: host.asTarget(isPath ? host.program.resolveComponent(given, file) : given) }]
    }),
  )
}

// WeChat goes on with a type it does not know, and takes any value.
// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/component.html
const TYPES = ['String', 'Number', 'Boolean', 'Object', 'Array', 'Function']

/** Answers the properties with every type one that a framework takes; `odd` hears of the others by their property. */
function knownTypes(properties: Record<string, unknown>, odd: (property: string) => void): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, declared]) => {
      if (isType(declared)) return [name, declared]
      if (isRecord(declared) && isType(declared['type'])) return [name, declared]
      if (isRecord(declared) && listsTypes(declared['optionalTypes'])) return [name, declared]
      // `{ value: 1 }` alone is common, and nothing odd.
      if (!isRecord(declared) || declared['type'] !== undefined) odd(name)
      return [name, isRecord(declared) ? { ...declared, type: null } : { type: null }]
    }),
  )
}

// A constructor of the program's realm, which is known by its name.
function isType(value: unknown): boolean {
  return value === null || (typeof value === 'function' && TYPES.includes(value.name))
}

function listsTypes(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isType)
}
