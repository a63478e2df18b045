/** The list of a server's packages, as CycloneDX: https://cyclonedx.org/docs/1.5/json */
import { spawnSync } from 'node:child_process'
import { execPath } from 'node:process'
import { z } from 'zod'

const component = z.object({
  name: z.string(),
  version: z.string(),
  licenses: z
    .array(
      z.union([
        z.object({ license: z.object({ id: z.string().optional(), name: z.string().optional() }) }),
        z.object({ expression: z.string() }),
      ]),
    )
    .optional(),
})

const billSchema = z.object({ bomFormat: z.literal('CycloneDX'), components: z.array(component) })

export interface Licensed {
  readonly name: string
  readonly version: string
  /** As SPDX names it, such as `MIT`; `null` where the package names none. */
  readonly licence: string | null
}

/** @throws {z.ZodError} for what is no CycloneDX */
export function licencesIn(bill: string): Licensed[] {
  return billSchema.parse(JSON.parse(bill)).components.map(({ name, version, licenses = [] }) => {
    const [first] = licenses
    const licence =
      first === undefined
        ? undefined
        : 'expression' in first
          ? first.expression
          : (first.license.id ?? first.license.name)
    return { name, version, licence: licence ?? null }
  })
}

/**
 * Of the package.json and package-lock.json in this folder.
 *
 * @param environment with `npm_execpath`, which npm gives to whatever it runs; without it npm is looked for in the path
 * @throws {Error} with npm's own words
 */
export function writtenByNpm(folder: string, environment: NodeJS.ProcessEnv): string {
  const { npm_execpath: npm } = environment
  const asked = ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx', '--sbom-type=application']
  const options = { cwd: folder, env: environment, encoding: 'utf8', maxBuffer: 1e8 } as const
  // On Windows npm is a script, which only a shell finds.
  const { status, stdout, stderr } = npm
    ? spawnSync(execPath, [npm, ...asked], options)
    : spawnSync('npm', asked, { ...options, shell: true })
  if (status !== 0) throw new Error(stderr)
  return stdout
}
