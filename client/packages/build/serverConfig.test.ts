/** The server is built from tRPC's sources, so they must be of the release that everything else uses. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { repository } from './repository.ts'
import { serverConfig } from './serverConfig.ts'

/** Every entry of tRPC's that the server imports as a value. */
function entries(): string[] {
  const files = readdirSync(join(repository, 'server'), { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => file.endsWith('.ts') && !/\.test\.ts$|testing|bench|node_modules/.test(file))
  const texts = sources.map((file) => readFileSync(join(repository, 'server', file), 'utf8'))
  const imports = texts.flatMap((text) => [...text.matchAll(/^import (?!type)[^;]*?from '(@trpc\/server[^']*)'$/gm)])
  return [...new Set(imports.map(([, entry = '']) => entry))].sort()
}

it("tRPC's sources hold what its own build exports, under the names by which the server imports it", async () => {
  const aliases = serverConfig.resolve?.alias
  if (!Array.isArray(aliases)) throw new Error('The server is built without aliases')
  const folder = mkdtempSync(join(tmpdir(), 'trpc-sources-'))
  try {
    // Its sources import each other by the package's name, too.
    const alias = { '@trpc/server': join(repository, 'node_modules/@trpc/server/src') }
    expect(entries().length).toBeGreaterThan(3)
    for (const entry of entries()) {
      const one = aliases.find(({ find }) => find instanceof RegExp && find.test(entry))
      const source = entry.replace(one?.find ?? '', one?.replacement ?? '')
      const outfile = join(folder, `${entry.replaceAll('/', '-')}.mjs`)
      await build({
        entryPoints: [source],
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        logLevel: 'silent',
        alias,
      })
      const built: object = await import(pathToFileURL(outfile).href)
      const published: object = await import(entry)
      expect(Object.keys(built).sort(), entry).toEqual(Object.keys(published).sort())
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
