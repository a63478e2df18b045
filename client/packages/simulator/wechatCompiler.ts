// WeChat's own template and style compilers, wcc and wcsc, as the npm package miniprogram-compiler ships them.
import { spawnSync } from 'node:child_process'
import { accessSync, chmodSync, constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

// The package's own JavaScript hides failures of wcsc, so the binaries are called directly.
const FOLDERS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'mac', win32: 'windows' }
const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024

export interface CompilerRun {
  accepted: boolean
  output: string
  complaint: string
}

/** Runs `wcc` or `wcsc` in `directory`; throws only when the compiler itself cannot be started here. */
export type RunCompiler = (name: 'wcc' | 'wcsc', args: string[], directory: string) => CompilerRun

/** Finds the compilers for this machine; throws where WeChat publishes none (they are x86 programs). */
export function createCompiler(platform: NodeJS.Platform = process.platform): RunCompiler {
  const folder = FOLDERS[platform]
  if (folder === undefined)
    throw new Error(`WeChat publishes wcc and wcsc for Linux, macOS and Windows, not for ${platform}`)
  const home = path.dirname(createRequire(import.meta.url).resolve('miniprogram-compiler/package.json'))
  const executables = new Map<string, string>()

  return (name, args, directory) => {
    const file = path.join(home, 'bin', folder, platform === 'win32' ? `${name}.exe` : name)
    const executable = executables.get(name) ?? asExecutable(file)
    executables.set(name, executable)
    const run = spawnSync(executable, args, { cwd: directory, maxBuffer: OUTPUT_LIMIT_BYTES, encoding: 'utf8' })
    if (run.error) throw new Error(`${name} does not start on ${platform} ${process.arch}: ${run.error.message}`)
    return { accepted: run.status === 0, output: run.stdout, complaint: run.stderr.trim() || run.stdout.trim() }
  }
}

/** Why a file is not taken. */
export interface Refusal {
  /** Relative to the package, or the root of a subpackage that is too big; empty when the compiler names none. */
  file: string
  complaint: string
}

/**
 * Compiles as many of `files` as the compiler takes. It stops at the first it refuses, so each such file is left out
 * and the others are tried again.
 */
export function compileAccepted(
  files: string[],
  compile: (files: string[]) => CompilerRun,
): { output: string; refusals: Refusal[] } {
  const refusals: Refusal[] = []
  let left = files
  while (left.length > 0) {
    const { accepted, output, complaint } = compile(left)
    if (accepted) return { output, refusals }
    const file = left.find((candidate) => candidate === fileIn(complaint)) ?? ''
    refusals.push({ file, complaint })
    if (file === '') break
    left = left.filter((candidate) => candidate !== file)
  }
  return { output: '', refusals }
}

// `pages/a.wxml:2:1: …`, `ERR: a.wxss(1:5): …` and "ERR: path `./b.wxss` not found from `a.wxss`."
function fileIn(complaint: string): string | undefined {
  return /not found from `([^`]+)`/.exec(complaint)?.[1] ?? /^(?:ERR: )?([^:(]+)[:(]/.exec(complaint)?.[1]
}

// npm unpacks the Linux binaries without the executable bit; where node_modules cannot be changed, a copy serves.
function asExecutable(file: string): string {
  if (isExecutable(file)) return file
  try {
    chmodSync(file, 0o755)
    return file
  } catch {
    const folder = mkdtempSync(path.join(tmpdir(), 'wechat-compiler-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const copy = path.join(folder, path.basename(file))
    copyFileSync(file, copy)
    chmodSync(copy, 0o755)
    return copy
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
