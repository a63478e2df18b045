// npm run prove:kits [name…]: programs of ours over component kits of others, walked on both engines; prints how each
// component fared. The kits are no dependency of the product, so they are installed when this runs first.
import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { argv, env, execPath, exit, stdout } from 'node:process'
import { exparserEngine } from '../engines/exparser/exparserEngine.ts'
import { glassEaselEngine } from '../engines/glassEasel/glassEaselEngine.ts'
import { nativeKits, writeNativeProgram } from './nativeKits.ts'
import type { KitProgram } from './nativeKits.ts'
import { buildUniProgram, uniKits } from './uniKits.ts'
import { walkKit } from './walkKit.ts'
import type { Outcome } from './walkKit.ts'

const home = import.meta.dirname
const modules = path.join(home, 'node_modules')
const wanted = argv.slice(2)
const isWanted = ({ packageName }: { packageName: string }): boolean =>
  wanted.length === 0 || wanted.some((name) => packageName.includes(name))
const say = (line: string): void => void stdout.write(`${line}\n`)

install()
let failed = 0
for (const kit of nativeKits.filter(isWanted)) failed += await prove(writeNativeProgram(kit, modules))
for (const kit of uniKits.filter(isWanted)) failed += await prove(await buildUniProgram(kit, modules))
exit(failed === 0 ? 0 : 1)

async function prove(program: KitProgram): Promise<number> {
  const exparser = await walkKit(program, exparserEngine)
  const glassEasel = await walkKit(program, glassEaselEngine)
  rmSync(program.packageDir, { recursive: true, force: true })
  const names = Object.keys(program.pages)
  const good = (outcomes: Record<string, Outcome>): string =>
    `${names.filter((name) => outcomes[name] === 'ok').length} of ${names.length}`
  say(
    `\n## ${program.name}\n\n| component | exparser: ${good(exparser)} | glass-easel: ${good(glassEasel)} |\n|---|---|---|`,
  )
  for (const name of names) say(`| ${name} | ${cell(exparser[name])} | ${cell(glassEasel[name])} |`)
  return names.filter((name) => exparser[name] !== 'ok' || glassEasel[name] !== 'ok').length
}

function cell(outcome = 'not walked'): string {
  return outcome.replaceAll('|', '/').replaceAll('\n', ' ').slice(0, 160)
}

function install(): void {
  if (existsSync(modules)) return
  const npm = env['npm_execpath']
  if (npm === undefined) throw new Error('Run it by npm: npm run prove:kits')
  execFileSync(execPath, [npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home, stdio: 'inherit' })
}
