/** All that a database keeps on its disk, also of rows that are gone. */
import { existsSync, readFileSync } from 'node:fs'
import pg from 'pg'

/**
 * As text, a character for each byte. @param url `file:…` or `postgres://…`, of which only a superuser reads the files
 */
export function databasePages(url: string): Promise<string> {
  return url.startsWith('file:') ? Promise.resolve(sqlitePages(url.slice('file:'.length))) : postgresPages(url)
}

function sqlitePages(file: string): string {
  const files = [file, `${file}-wal`].filter((path) => existsSync(path))
  return files.map((path) => readFileSync(path, 'latin1')).join('')
}

/** Of the tables, their indexes and what is too long to stand in them. */
const pages = `select pg_read_binary_file(pg_relation_filepath(oid)) as bytes from pg_class
  where relfilenode <> 0 and relnamespace in ('public'::regnamespace, 'pg_toast'::regnamespace) and oid >= 16384`
const isSuperuser = 'select rolsuper from pg_roles where rolname = current_user and rolsuper'

async function postgresPages(url: string): Promise<string> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    if ((await client.query(isSuperuser)).rowCount === 0) return ''
    // Until then, what was written is in the server's memory.
    await client.query('checkpoint')
    const { rows } = await client.query<{ bytes: Buffer }>(pages)
    return rows.map(({ bytes }) => bytes.toString('latin1')).join('')
  } finally {
    await client.end()
  }
}
