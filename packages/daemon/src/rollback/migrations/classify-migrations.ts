import { Catalogue } from './catalogue.ts';
import { classifyStatement } from './classify-statement.ts';
import { type Migration, type MigrationFile, readFolder } from './migration-files.ts';
import { type Effect, type Sort, worse } from './sort.ts';
import { splitStatements } from './split-statements.ts';

/** One thing that speaks against going back, and where it stands. */
export interface Objection {
  readonly sort: Exclude<Sort, 'reversible'>;
  readonly file: string;
  readonly line?: number;
  readonly because: string;
  /** The statement, shortened. */
  readonly statement?: string;
}

export interface Classification {
  readonly sort: Sort;
  /** Migrations that were added, in order. */
  readonly added: readonly string[];
  readonly objections: readonly Objection[];
}

export interface MigrationHistory {
  /** The folder as the version to go back to has it, and as the new version has it. */
  readonly before: readonly MigrationFile[];
  readonly after: readonly MigrationFile[];
}

/** What the migrations between two versions mean for going back. What is not understood asks a person. Pure. */
export function classifyMigrations({ before, after }: MigrationHistory): Classification {
  const old = new Map(before.map(({ path, text }) => [path, text]));
  const now = readFolder(after);
  const then = readFolder(before);
  const known = new Map(then.migrations.map((migration) => [migration.path, migration]));
  const catalogue = new Catalogue();
  const objections: Objection[] = [];

  for (const { path } of then.migrations.filter((one) => !now.migrations.some((other) => other.path === one.path)))
    objections.push({
      sort: 'unknown',
      file: path,
      because: 'was taken away; whether its change is still there is not known',
    });
  for (const migration of now.migrations) {
    const earlier = known.get(migration.path);
    if (earlier === undefined) objections.push(...objectionsTo(migration, catalogue));
    else if (earlier.up.trim() !== migration.up.trim())
      objections.push({ sort: 'unknown', file: migration.path, because: 'was changed after it was released' });
  }
  for (const path of now.programs) {
    if (old.get(path) === after.find((file) => file.path === path)?.text) continue;
    objections.push({ sort: 'unknown', file: path, because: 'is a program: what it does cannot be read from it' });
  }
  return {
    sort: objections.reduce<Sort>((sort, objection) => worse(sort, objection.sort), 'reversible'),
    added: now.migrations.filter(({ path }) => !known.has(path)).map(({ path }) => path),
    objections,
  };
}

function objectionsTo({ path, up, down, skippedLines }: Migration, catalogue: Catalogue): readonly Objection[] {
  const { statements, fault } = splitStatements(up);
  const found = statements.flatMap((statement) =>
    classifyStatement(statement, catalogue).flatMap((effect): Objection[] => {
      const { sort, because } = withWayBack(effect, down);
      if (sort === 'reversible') return [];
      const text = statement.text.length > 120 ? `${statement.text.slice(0, 119)}…` : statement.text;
      return [{ sort, file: path, line: statement.line + skippedLines, because, statement: text }];
    }),
  );
  return fault === undefined ? found : [...found, { sort: 'unknown', file: path, because: `cannot be read: ${fault}` }];
}

/** A written way back restores the shape of things, not what was in them. */
function withWayBack(effect: Effect, down: string | undefined): Effect {
  if (down === undefined || effect.sort === 'reversible') return effect;
  if (effect.losesData !== true) return { sort: 'reversible', because: `${effect.because}; there is a way back` };
  return {
    ...effect,
    sort: 'unknown',
    because: `${effect.because}; there is a way back, but it does not bring the data back`,
  };
}
