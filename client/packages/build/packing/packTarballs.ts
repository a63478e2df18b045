/** Every package as the file that npm carries. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { platform } from 'node:process'
import { makers } from './recipes.ts'

/**
 * Writes the tarballs into `outDir`, and answers each one's path by its package's name. @throws what the compiler says
 */
export function packTarballs(outDir: string): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'uni-trpc-packages-'))
  mkdirSync(outDir, { recursive: true })
  try {
    for (const [name, make] of Object.entries(makers)) {
      const problems = make(join(folder, name))
      if (problems) throw new Error(problems)
    }
    // All by one npm, whose start takes longer than a package.
    const folders = Object.keys(makers).map((name) => `./${name}`)
    execFileSync('npm', ['pack', '--silent', '--pack-destination', outDir, ...folders], {
      cwd: folder,
      shell: platform === 'win32',
    })
    return new Map(Object.keys(makers).map((name) => [name, tarballOf(name, outDir)]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tarballOf(name: string, outDir: string): string {
  const tarball = readdirSync(outDir).find((file) => file.startsWith(`${name}-`) && file.endsWith('.tgz'))
  if (tarball === undefined) throw new Error(`npm packed nothing of ${name}`)
  return join(outDir, tarball)
}
