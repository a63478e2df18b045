/**
 * Vite plugin: the program's name stands in manifest.json alone. From there it goes to the pages, as
 * `import.meta.env.VITE_APP_NAME`, to the bar of the mini program and to the title of the H5 page.
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import type { Plugin } from 'vite'
import { z } from 'zod'
import { clientDir } from './repository.ts'

const named = z.object({ name: z.string() })
const appFile = z.looseObject({ window: z.looseObject({}).optional() })

export function appName(read = () => readFileSync(resolve(clientDir, 'manifest.json'), 'utf8')): Plugin {
  const name = nameIn(read())
  return {
    name: 'app-name',
    config: () => ({ define: { 'import.meta.env.VITE_APP_NAME': JSON.stringify(name) } }),
    transformIndexHtml: (html) => html.replace(/<title>.*?<\/title>/, () => `<title>${asText(name)}</title>`),
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const file = bundle['app.json']
        if (file?.type === 'asset') file.source = withTitle(String(file.source), name)
      },
    },
  }
}

/** Comments are allowed, as in uni-app's own files; what is broken there, another plugin tells. */
function nameIn(manifest: string): string {
  const { data } = named.safeParse(ts.parseConfigFileTextToJson('manifest.json', manifest).config)
  return data?.name ?? ''
}

/** A title of its own in pages.json wins. */
export function withTitle(source: string, name: string): string {
  const app = appFile.parse(JSON.parse(source))
  return JSON.stringify({ ...app, window: { navigationBarTitleText: name, ...app.window } }, null, 2)
}

function asText(name: string): string {
  return name.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
