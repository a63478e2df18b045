import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { templateDir } from './create.ts'
import { manifestOf } from './manifest.ts'

const template = JSON.parse(readFileSync(join(templateDir, 'package.json'), 'utf8')) as Record<string, unknown>

it('a new project takes later versions of the library by npm update, and all else as it was tried', () => {
  const { dependencies, devDependencies } = manifestOf(template, {
    name: 'my-program',
    folder: 'my-program',
    packages: null,
  })
  const all = Object.entries({ ...Object(dependencies), ...Object(devDependencies) } as Record<string, string>)
  const ranged = all.filter(([, version]) => !/^\d/.test(version)).map(([name]) => name)
  expect(ranged.sort()).toEqual(
    all
      .map(([name]) => name)
      .filter((name) => name.startsWith('uni-trpc-'))
      .sort(),
  )
  expect(ranged).toContain('uni-trpc-server')
})
