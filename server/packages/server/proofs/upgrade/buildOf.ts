/** Builds the server of another commit, in a tree of its own, with the packages that are installed here. */
import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface OtherBuild {
  /** What `npm start` runs there. */
  readonly entry: string
  remove(): void
}

/** @param commit such as `HEAD~20` @throws {Error} where there is none, or it does not build with what is installed */
export function buildOf(root: string, commit: string): OtherBuild {
  const tree = mkdtempSync(join(tmpdir(), 'uni-trpc-build-'))
  const git = (...words: string[]) => execFileSync('git', words, { cwd: root, stdio: 'pipe' })
  const remove = (): void => {
    git('worktree', 'remove', '--force', tree)
    rmSync(tree, { recursive: true, force: true })
  }
  git('worktree', 'add', '--detach', '--force', tree, commit)
  try {
    linkPackages(join(root, 'node_modules'), join(tree, 'node_modules'))
    execFileSync('npm', ['run', 'build:server'], { cwd: tree, stdio: 'pipe' })
  } catch (error) {
    remove()
    throw error
  }
  return { entry: join(tree, 'dist/server/main.js'), remove }
}

/** Each package is linked; those of the workspace, which are links already, lead to the tree's own. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    const path = join(from, name)
    if (lstatSync(path).isSymbolicLink()) symlinkSync(readlinkSync(path), join(to, name))
    else if (name.startsWith('@')) linkPackages(path, join(to, name))
    else if (name !== '.cache') symlinkSync(path, join(to, name))
  }
}
