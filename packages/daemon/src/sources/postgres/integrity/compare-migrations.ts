import type { Migration } from './migration-folder.ts';

/** One line of the table in which the database notes what it has applied. */
export interface Applied {
  readonly name?: string;
  readonly hash?: string;
  readonly dated?: number;
  /** Begun and not ended: it failed half way. */
  readonly unfinished?: boolean;
}

/** In what folder and database differ, a sentence each. Both in the order of application. */
export function compareMigrations(folder: readonly Migration[], applied: readonly Applied[]): readonly string[] {
  const newest = Math.max(...applied.map(({ dated }) => dated ?? Number.NEGATIVE_INFINITY));
  const known = new Set<Applied>();
  const ofFolder = folder.flatMap((migration) => {
    const row = applied.find((one) => isOf(migration, one));
    if (row === undefined) {
      // Drizzle applies only what is dated after the last one that it has applied.
      const never = migration.dated !== undefined && migration.dated < newest;
      return [
        `${migration.name} is not applied${never ? ', and never will be: it is dated before the last one applied' : ''}`,
      ];
    }
    known.add(row);
    if (row.unfinished) return [`${migration.name} began and did not end`];
    const changed = migration.hash !== undefined && row.hash !== undefined && migration.hash !== row.hash;
    return changed ? [`${migration.name} was changed after it was applied`] : [];
  });
  const strangers = applied
    .filter((row) => !known.has(row))
    .map((row) => `the folder has no ${nameOf(row)}, which is applied`);
  return [...ofFolder, ...strangers];
}

function isOf(migration: Migration, row: Applied): boolean {
  if (row.name !== undefined) return row.name.replace(/(\.up)?\.sql$/, '') === migration.name;
  return row.dated === migration.dated;
}

const nameOf = ({ name, hash, dated }: Applied): string =>
  name ?? `migration ${hash?.slice(0, 12) ?? 'without a hash'} dated ${dated ?? 'never'}`;
