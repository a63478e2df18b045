// The same compilers and limits WeChat applies to an upload.
import { statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { acceptPackage, PACKAGE_LIMIT_BYTES } from './accept.ts'
import { writePackage } from './testing/writePackage.ts'
import { createCompiler } from './wechatCompiler.ts'

describe('accepting a package', () => {
  it("takes a sound one, and weighs it without DevTools' settings", () => {
    const directory = writePackage({
      'app.wxss': '.a { color: red }',
      'pages/index.wxss': '@import "/app.wxss"; .b { width: 20rpx }',
      'pages/index.wxml': '<view wx:if="{{a}}" class="b">{{b}}</view><view wx:else/>',
      'project.config.json': { appid: 'x'.repeat(9000) },
    })
    const { refusals, mainPackageBytes, subPackageBytes } = acceptPackage(directory)
    expect(refusals).toEqual([])
    expect(mainPackageBytes).toBe(
      ['app.json', 'app.js', 'app.wxss', 'pages/index.js', 'pages/index.wxml', 'pages/index.wxss'].reduce(
        (sum, file) => sum + statSync(path.join(directory, file)).size,
        0,
      ),
    )
    expect(subPackageBytes).toEqual({})
  })

  it.each([
    ['pages/index.wxml', '<view><text></view>'],
    ['pages/index.wxml', '<view>{{a</view>'],
    ['pages/index.wxml', '<view>{{a?.b}}</view>'],
    ['pages/index.wxml', '<view>{{a ?? b}}</view>'],
    ['pages/index.wxml', '<view>{{`a`}}</view>'],
    ['pages/index.wxml', '<view wx:else/>'],
    ['app.wxss', '.a { color: red'],
    ['app.wxss', '* { color: red }'],
    ['app.wxss', '.md\\:a { color: red }'],
    ['app.wxss', '@layer base { .a { color: red } }'],
  ])('refuses %s with %s and names the file', (file, content) => {
    const { refusals } = acceptPackage(writePackage({ [file]: content }))
    expect(refusals).toEqual([{ file, complaint: expect.stringContaining(path.posix.basename(file)) }])
  })

  it('names every refused file, not only the first', () => {
    const { refusals } = acceptPackage(
      writePackage({
        'a.wxml': '<view>',
        'b.wxml': '<view/>',
        'c.wxml': '{{',
        'd.wxss': '* {}',
        'e.wxss': '@import "/none.wxss";',
      }),
    )
    expect(refusals.map((refusal) => refusal.file).sort()).toEqual(['a.wxml', 'c.wxml', 'd.wxss', 'e.wxss'])
  })

  it('passes over what of npm packages nothing names: such a file is neither compiled nor weighed', () => {
    const { refusals, mainPackageBytes } = acceptPackage(
      writePackage({
        'app.json': { pages: ['pages/index'] },
        'app.js': '',
        'pages/index.js': '',
        'pages/index.wxml': '<used/>',
        'pages/index.json': { usingComponents: { used: 'kit/used/used' } },
        'miniprogram_npm/kit/used/used.json': '{"a":"./styles"}',
        'miniprogram_npm/kit/used/used.wxml': '<view/>',
        'miniprogram_npm/kit/used/used.js': 'require("../index");',
        'miniprogram_npm/kit/index.js': '1',
        'miniprogram_npm/kit/unused/unused.wxml': '<view><text></view>',
        'miniprogram_npm/kit/unused/unused.wxss': '* {}',
        'miniprogram_npm/kit/unused/unused.js': 'x'.repeat(3 * PACKAGE_LIMIT_BYTES),
        'node_modules/kit/index.wxml': '<view>{{',
      }),
    )
    expect(refusals).toEqual([])
    expect(mainPackageBytes).toBe(
      [
        '{"pages":["pages/index"]}',
        '<used/>',
        '{"usingComponents":{"used":"kit/used/used"}}',
        '{"a":"./styles"}<view/>require("../index");1',
      ].join('').length,
    )
  })

  it('weighs main package and subpackages apart, each against 2 MiB', () => {
    const big = 'x'.repeat(PACKAGE_LIMIT_BYTES)
    const { refusals, subPackageBytes } = acceptPackage(
      writePackage({
        'app.json': {
          pages: ['pages/index'],
          subPackages: [
            { root: 'shop/', pages: ['a'] },
            { root: 'blog', pages: ['b'] },
          ],
        },
        'shop/big.txt': big,
        'shop/one.txt': '1',
        'blog/big.txt': big,
        'main.txt': big,
        'blog/types.d.ts': '1',
        'blog/README.md': big,
      }),
    )
    expect(refusals.map((refusal) => refusal.file)).toEqual(['app.json', 'shop'])
    expect(subPackageBytes).toEqual({ shop: PACKAGE_LIMIT_BYTES + 1, blog: PACKAGE_LIMIT_BYTES })
  })
})

describe("WeChat's compilers", () => {
  it('start although npm unpacks them without the executable bit', () => {
    const run = createCompiler()('wcc', ['-v'], '.')
    expect(`${run.output}${run.complaint}`).toContain('v0.5vv')
  })

  it('are said to be missing where WeChat publishes none', () => {
    expect(() => createCompiler('freebsd')).toThrow(
      'WeChat publishes wcc and wcsc for Linux, macOS and Windows, not for freebsd',
    )
  })
})
