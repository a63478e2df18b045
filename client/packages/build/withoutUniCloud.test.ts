import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { describe, expect, it } from 'vitest'
import { repository } from './repository.ts'
import { cutOut, withoutUniCloud } from './withoutUniCloud.ts'

describe('what works with uniCloud alone', () => {
  it.each([
    ['uni-mp-vue/dist/vue.runtime.esm.js', /uni_id_token|realAtob|uniIDHasRole/],
    ['uni-mp-weixin/dist/uni.api.esm.js', /PushMessage|PushClientId|PushCallback/],
  ])('is left out of %s', async (path, found) => {
    const file = join(repository, 'node_modules/@dcloudio', path)
    expect(readFileSync(file, 'utf8')).toMatch(found)
    expect(await built(file)).not.toMatch(found)
  })

  it('is missed aloud when uni-app has changed', () => {
    expect(() => cutOut('let other', 'uni-mp-vue/dist/vue.runtime.esm.js')).toThrow('uni-app has changed')
  })
})

async function built(file: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [withoutUniCloud()],
    build: { write: false, minify: false, lib: { entry: file, formats: ['es'] }, rollupOptions: { external: /^@/ } },
  })
  const outputs = Array.isArray(result) ? result : [result]
  return outputs
    .flatMap((one) => ('output' in one ? one.output : []))
    .map((one) => ('code' in one ? one.code : ''))
    .join('\n')
}
