// A page's style sheets as WeChat's own wcsc compiles them: scripts which put them into the document they run in.
import type { MiniProgramPackage } from '../program/miniProgramPackage.ts'
import { createCompiler, type RunCompiler } from '../wechatCompiler.ts'

/** Of app.wxss, of the components, and of the page, in the order WeChat applies them; throws what wcsc complains of. */
export function pageStyles(program: MiniProgramPackage, page: string, run: RunCompiler = createCompiler()): string[] {
  for (const path of ['app', ...program.components, page]) refuseSources(program, path)
  const sheets = ['app', ...program.components, page].map((path) => `${path}.wxss`).filter(program.has)
  return sheets.map((sheet) => {
    const { accepted, output, complaint } = run('wcsc', ['-js', sheet], program.directory)
    if (!accepted) throw new Error(complaint)
    // Where wcsc leaves this mark, DevTools puts the sheets that several pages import.
    return output.replace('\n%s\n', '\n')
  })
}

// DevTools compiles these by a plugin of its own; here a page would look as if it had no styles.
function refuseSources(program: MiniProgramPackage, path: string): void {
  const source = ['less', 'scss', 'sass'].map((kind) => `${path}.${kind}`).find(program.has)
  if (source === undefined || program.has(`${path}.wxss`)) return
  const compile = source.endsWith('.less') ? 'npx lessc' : 'npx sass'
  throw new Error(`${source} is not compiled, and there is no ${path}.wxss: run ${compile} ${source} ${path}.wxss`)
}
