import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rollup } from 'rollup'
import { describe, expect, it } from 'vitest'
import { repository } from './repository.ts'
import { cutOut } from './withoutUniCloud.ts'

describe('what works with uniCloud alone', () => {
  it.each([
    ['uni-mp-vue/dist/vue.runtime.esm.js', /uni_id_token|realAtob|uniIDHasRole/],
    ['uni-mp-weixin/dist/uni.api.esm.js', /PushMessage|PushClientId|PushCallback/],
  ])('is left out of %s', async (path, found) => {
    const code = readFileSync(join(repository, 'node_modules/@dcloudio', path), 'utf8')
    expect(code).toMatch(found)
    expect(await treeShaken(cutOut(code, path))).not.toMatch(found)
  })

  it('is missed aloud when uni-app has changed', () => {
    expect(() => cutOut('let other', 'uni-mp-vue/dist/vue.runtime.esm.js')).toThrow('uni-app has changed')
  })
})

async function treeShaken(code: string): Promise<string> {
  const bundle = await rollup({
    input: 'runtime',
    external: /^@/,
    onwarn: () => {},
    plugins: [{ name: 'runtime', resolveId: (id) => (id === 'runtime' ? id : null), load: (id) => (id === 'runtime' ? code : null) }],
  })
  const { output } = await bundle.generate({ format: 'es' })
  return output[0].code
}
