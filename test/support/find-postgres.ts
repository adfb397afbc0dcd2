import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Where Debian puts one folder per major version. */
const DEBIAN = '/usr/lib/postgresql';

const installed = (bin: string) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'));

/** The folder with `initdb` and `postgres`, newest version first; undefined where no server is installed. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const debian = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(DEBIAN, version, 'bin'));
  return [...debian, ...(process.env.PATH ?? '').split(delimiter)].find(installed);
}

/** Whether the server of this folder can preload pg_stat_statements (Debian: package postgresql-contrib). */
export const hasStatStatements = (bin: string) => existsSync(join(dirname(bin), 'lib', 'pg_stat_statements.so'));
