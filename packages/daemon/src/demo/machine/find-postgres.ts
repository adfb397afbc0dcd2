import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Where Debian puts one folder per major version. */
const debian = '/usr/lib/postgresql';

const isInstalled = (bin: string) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'));

/** The folder with `initdb` and `postgres`, newest version first, then those of PATH; undefined where no server is installed. */
export function findPostgres(path: string): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin'));
  return [...newestFirst, ...path.split(delimiter)].find(isInstalled);
}

/** Whether the server of this folder can preload pg_stat_statements (Debian: package postgresql-contrib). */
export const hasStatStatements = (bin: string) => existsSync(join(dirname(bin), 'lib', 'pg_stat_statements.so'));
