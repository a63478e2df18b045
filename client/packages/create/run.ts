/** The command: asks, writes, and says what comes next. */
import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import { createProject, ProjectError } from './create.ts'
import { wishOf, WishError, type Ask } from './wish.ts'

const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stdout }) : null
const ask: Ask | null = terminal && ((question) => terminal.question(question))
try {
  const wish = await wishOf(process.argv.slice(2), ask)
  const { files } = createProject(wish)
  process.stdout.write(
    `${files.length} files in ${wish.folder} / 已写入 ${files.length} 个文件\n\n` +
      `  cd ${wish.folder}\n  npm install && npm run dev\n`,
  )
} catch (error) {
  if (!(error instanceof WishError || error instanceof ProjectError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  terminal?.close()
}
