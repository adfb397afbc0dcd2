import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** One migration as it lies in the folder. */
export interface Migration {
  readonly name: string;
  /** SHA-256 of the file, in hex, where the tool notes it. */
  readonly hash?: string;
  /** Drizzle Kit: when it was generated, in milliseconds since 1970. */
  readonly dated?: number;
}

export type MigrationTool = 'drizzle' | 'prisma' | 'files';
export type MigrationFolder =
  | {
      readonly type: 'read';
      readonly tool: MigrationTool;
      readonly path: string;
      readonly migrations: readonly Migration[];
    }
  | { readonly type: 'unreadable'; readonly because: string };

const journal = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What lies in a folder of migrations, by its whole path, in their order. Which tool made it is seen from its files. */
export async function readMigrationFolder(path: string): Promise<MigrationFolder> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const has = (name: string) => entries.some((entry) => entry.name === name);
    if (has('meta')) return { type: 'read', tool: 'drizzle', path, migrations: await ofDrizzle(path) };
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    if (has('migration_lock.toml'))
      return { type: 'read', tool: 'prisma', path, migrations: await ofPrisma(path, folders) };
    const files = entries.filter((entry) => entry.isFile() && /(?<!\.down)\.sql$/.test(entry.name));
    const migrations = files.map(({ name }) => ({ name: name.replace(/(\.up)?\.sql$/, '') })).sort(byName);
    if (migrations.length === 0) return { type: 'unreadable', because: `there is no migration in ${path}` };
    return { type: 'read', tool: 'files', path, migrations };
  } catch (cause) {
    return { type: 'unreadable', because: cause instanceof Error ? cause.message : String(cause) };
  }
}

const byName = (one: Migration, other: Migration) => (one.name < other.name ? -1 : 1);

async function ofDrizzle(path: string): Promise<readonly Migration[]> {
  const file = join(path, 'meta', '_journal.json');
  const read = journal.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!read.success) throw new Error(`${file} is no journal of Drizzle Kit`);
  return Promise.all(
    read.data.entries.map(async ({ tag, when }) => ({
      name: tag,
      hash: sha256(await readFile(join(path, `${tag}.sql`), 'utf8')),
      dated: when,
    })),
  );
}

async function ofPrisma(path: string, folders: readonly string[]): Promise<readonly Migration[]> {
  const migrations = folders.map(async (name) => ({
    name,
    hash: sha256(await readFile(join(path, name, 'migration.sql'), 'utf8')),
  }));
  return (await Promise.all(migrations)).sort(byName);
}
