import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chunkOf } from './fewerFiles.ts'
import { repository } from './repository.ts'

describe('the file a module goes to', () => {
  it.each([
    ['client/packages/link/uniLink.ts', 'link/uniLink', 'common/vendor'],
    ['client/api.ts', 'api', 'common/vendor'],
    ['client/pages/words.ts', 'pages/words', 'common/vendor'],
    ['shared/protocol/refusal.ts', '../shared/refusal', 'common/vendor'],
    ['client/pages/me/texts.ts', 'pages/me/texts', undefined],
    ['client/pages/me/me.vue?type=style', null, undefined],
    ['node_modules/vue/index.js', 'common/vendor', 'common/vendor'],
  ])('of %s, which uni-app would put into %s, is %s', (path, chosen, file) => {
    expect(chunkOf(resolve(repository, path), chosen)).toBe(file)
  })
})
