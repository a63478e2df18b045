/**
 * What stands between a phone and the server, or the server and its database, in real life: started for a test, on a
 * free port.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from './startServer.ts'

export type Program = 'nginx' | 'caddy' | 'pgbouncer'

export interface RunningProxy {
  readonly port: number
  /** For nginx and Caddy. */
  readonly origin: string
  /** What it wrote so far, its log among it. */
  readonly output: () => string
  stop(): Promise<void>
}

/** Debian keeps servers where not everybody looks. */
const path = `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin`
const isRoot = process.getuid?.() === 0
/** Debian's, which also exists elsewhere; PgBouncer refuses to run as root. */
const nobody = 65_534

interface Way {
  readonly file: string
  readonly arguments: (file: string, folder: string) => string[]
  readonly wrap: (config: string, folder: string) => string
  readonly runsAs?: number
}

const ways: Readonly<Record<Program, Way>> = {
  // What is given is what would stand in conf.d, inside of http {}.
  nginx: {
    file: 'nginx.conf',
    arguments: (file, folder) => [
      '-p',
      folder,
      '-c',
      file,
      '-e',
      'stderr',
      '-g',
      `daemon off; pid ${join(folder, 'pid')};`,
    ],
    wrap: (config, folder) => `${isRoot ? 'user root;' : ''}
      worker_processes 1;
      events {}
      http {
        access_log off;
        ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n')}
        ${config}
      }`,
  },
  caddy: {
    file: 'Caddyfile',
    arguments: (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
    wrap: (config) => `{\n admin off\n auto_https disable_redirects\n}\n${config}`,
  },
  pgbouncer: {
    file: 'pgbouncer.ini',
    arguments: (file) => [file],
    wrap: (config) => config,
    ...(isRoot && { runsAs: nobody }),
  },
}

/** Whether a test must go without it, which it says: `describe.skipIf(isMissing('nginx'))`. */
export function isMissing(program: Program): boolean {
  const found = spawnSync(program, [program === 'nginx' ? '-v' : program === 'caddy' ? 'version' : '--version'], {
    env: { PATH: path },
  })
  const missing = found.error !== undefined
  if (missing)
    process.stderr.write(`Not tested with ${program}: this machine has none. On Debian: apt-get install ${program}\n`)
  return missing
}

/** Starts it with this configuration and waits until it takes connections. @param given the port @default a free one */
export async function startProxy(
  program: Program,
  configure: (port: number) => string,
  given?: number,
): Promise<RunningProxy> {
  const { file, arguments: argumentsOf, wrap, runsAs } = ways[program]
  const folder = mkdtempSync(join(tmpdir(), `${program}-`))
  chmodSync(folder, 0o755)
  const port = given ?? (await freePort())
  const configFile = join(folder, file)
  writeFileSync(configFile, wrap(configure(port), folder))
  const child = spawn(program, argumentsOf(configFile, folder), {
    // Caddy keeps its certificates and its state at home.
    env: { PATH: path, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(runsAs !== undefined && { uid: runsAs, gid: runsAs }),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await listening(child, port, () => `${program} does not start:\n${output}`)
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    output: () => output,
    async stop() {
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), 3000)
      await ended
      clearTimeout(hard)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function listening(child: ChildProcess, port: number, told: () => string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(told())
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error(told())
}
