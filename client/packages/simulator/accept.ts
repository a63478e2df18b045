// Would WeChat accept this package? Its own compilers read every template and style sheet, and the sizes are compared
// with its limits.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { usedFiles } from './program/usedFiles.ts'
import { isRecord } from './record.ts'
import { compileAccepted, createCompiler, type Refusal, type RunCompiler } from './wechatCompiler.ts'

// "单个分包/主包大小不能超过 2M":
// https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html
export const PACKAGE_LIMIT_BYTES = 2 * 1024 * 1024

// Sources and notes that stand beside what runs; WeChat uploads only the kinds it knows:
// https://developers.weixin.qq.com/miniprogram/dev/framework/structure.html
const BESIDE = new Set(['.ts', '.tsx', '.jsx', '.vue', '.less', '.sass', '.scss', '.md', '.map'])

// Settings of DevTools; they are not uploaded.
const NOT_UPLOADED = ['project.config.json', 'project.private.config.json']

export interface Acceptance {
  /** Empty when WeChat would take the package. */
  refusals: Refusal[]
  mainPackageBytes: number
  /** Root of each subpackage → bytes. */
  subPackageBytes: Record<string, number>
}

/** Judges the built package in `directory`; throws only where WeChat's compilers cannot run. */
export function acceptPackage(directory: string, run: RunCompiler = createCompiler()): Acceptance {
  const sizes = sizesOf(directory)
  const tooBig = Object.entries({ 'app.json': sizes.mainPackageBytes, ...sizes.subPackageBytes })
    .filter(([, bytes]) => bytes > PACKAGE_LIMIT_BYTES)
    .map(([file, bytes]) => ({ file, complaint: `${bytes} bytes exceed the limit of ${PACKAGE_LIMIT_BYTES}` }))
  const templates = usedFiles(directory, '.wxml', '.wxs')
  const styles = usedFiles(directory, '.wxss')
  return {
    refusals: [
      ...tooBig,
      ...compileAccepted(templates, (files) => run('wcc', ['-d', '-cc', '0', ...files, '-gn', '$gwx'], directory))
        .refusals,
      ...compileAccepted(styles, (files) => run('wcsc', ['-db', '-pc', '0', ...files], directory)).refusals,
    ],
    ...sizes,
  }
}

function sizesOf(directory: string): Pick<Acceptance, 'mainPackageBytes' | 'subPackageBytes'> {
  const roots = subPackageRoots(directory)
  const subPackageBytes: Record<string, number> = Object.fromEntries(roots.map((root) => [root, 0]))
  let mainPackageBytes = 0
  for (const file of usedFiles(directory)) {
    if (NOT_UPLOADED.includes(file) || BESIDE.has(path.extname(file).toLowerCase())) continue
    const { size } = statSync(path.join(directory, file))
    const root = roots.find((candidate) => file.startsWith(`${candidate}/`))
    if (root === undefined) mainPackageBytes += size
    else subPackageBytes[root] = (subPackageBytes[root] ?? 0) + size
  }
  return { mainPackageBytes, subPackageBytes }
}

function subPackageRoots(directory: string): string[] {
  const app: unknown = JSON.parse(readFileSync(path.join(directory, 'app.json'), 'utf8'))
  const packages = isRecord(app) ? (app['subPackages'] ?? app['subpackages']) : undefined
  return Array.isArray(packages) ? packages.filter(isRecord).map((one) => String(one['root']).replace(/\/$/, '')) : []
}
