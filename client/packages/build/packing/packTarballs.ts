/** Every package as the file that npm carries. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { platform } from 'node:process'
import { makers } from './recipes.ts'

/** Writes the tarballs into `outDir`, and answers each one's path by its package's name. @throws what the compiler says */
export function packTarballs(outDir: string): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-packages-'))
  mkdirSync(outDir, { recursive: true })
  try {
    return new Map(Object.entries(makers).map(([name, make]) => [name, pack(name, { make, folder, outDir })]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Packing {
  readonly make: (outDir: string) => string
  readonly folder: string
  readonly outDir: string
}

function pack(name: string, { make, folder, outDir }: Packing): string {
  const made = join(folder, name)
  const problems = make(made)
  if (problems) throw new Error(problems)
  execFileSync('npm', ['pack', '--silent', '--pack-destination', outDir], { cwd: made, shell: platform === 'win32' })
  const tarball = readdirSync(outDir).find((file) => file.startsWith(`${name}-`) && file.endsWith('.tgz'))
  if (tarball === undefined) throw new Error(`npm packed nothing of ${name}`)
  return join(outDir, tarball)
}
