/** One file below the folder of migrations: its path from there. `text` is absent where it is no text to read. */
export interface MigrationFile {
  readonly path: string;
  readonly text: string;
}

/** One migration: what it does, and how it is undone if somebody has written that. */
export interface Migration {
  readonly path: string;
  readonly up: string;
  readonly down?: string;
  /** Where `up` begins in its file, for lines; 0 when it is the whole of it. */
  readonly skippedLines: number;
}

export interface Folder {
  /** In the order in which they run. */
  readonly migrations: readonly Migration[];
  /** Programs: what they do is not to be read from them. */
  readonly programs: readonly string[];
}

const program = /\.(?:[cm]?[jt]s|py|rb|go|php|sh)$/i;
/** `0001_orders.down.sql`, `down/0001_orders.sql`, `U1__orders.sql` (Flyway), `0001_orders/down.sql`. */
const downName = /(?:\.(?:down|undo|rollback)\.sql|[_.-]down\.sql|(?:^|\/)down\.sql)$/i;
const downFolder = /(?:^|\/)(?:down|undo|rollbacks?)\//i;

/**
 * What a folder of migrations holds: Drizzle Kit's (`meta/_journal.json` says the order), Prisma's (a folder each),
 * pairs of up and down files, or files with both parts (node-pg-migrate, dbmate, goose).
 */
export function readFolder(files: readonly MigrationFile[]): Folder {
  const sql = files.filter(({ path }) => /\.sql$/i.test(path) && !isFlywayUndo(path));
  const downs = new Map(files.filter(({ path }) => isDown(path)).map(({ path, text }) => [keyOf(path), text] as const));
  const order = journalOf(files);
  const place = ({ path }: MigrationFile): number => {
    const at = order.indexOf(keyOf(path));
    return at === -1 ? order.length : at;
  };
  const migrations = sql
    .filter(({ path }) => !isDown(path))
    .toSorted((one, other) => place(one) - place(other) || (one.path < other.path ? -1 : 1))
    .map((file): Migration => {
      const parts = partsOf(file.text);
      const down = parts.down ?? downs.get(keyOf(file.path));
      return {
        path: file.path,
        up: parts.up,
        skippedLines: parts.skippedLines,
        ...(down !== undefined && hasContent(down) && { down }),
      };
    });
  const programs = files.filter(({ path }) => program.test(path) && !/\.(?:test|spec|d)\.[cm]?[jt]s$/i.test(path));
  return { migrations, programs: programs.map(({ path }) => path).toSorted() };
}

const isFlywayUndo = (path: string): boolean => /(?:^|\/)U\d[\w.]*__[^/]*\.sql$/.test(path);
const isDown = (path: string): boolean => downName.test(path) || downFolder.test(path) || isFlywayUndo(path);

/** What an up file and its down file have in common. */
function keyOf(path: string): string {
  return path
    .replace(/(^|\/)(?:up|down|undo|rollbacks?)\//i, '$1')
    .replace(/(^|\/)[UV](\d[\w.]*__)/, '$1$2')
    .replace(/[._-](?:up|down|undo|rollback)(?=\.sql$)/i, '')
    .replace(/\/(?:up|down|migration)(?=\.sql$)/i, '')
    .replace(/\.sql$/i, '');
}

/** Drizzle Kit's list, in the order in which it runs them. */
function journalOf(files: readonly MigrationFile[]): readonly string[] {
  const journal = files.find(({ path }) => path === 'meta/_journal.json');
  if (journal === undefined) return [];
  try {
    const { entries } = JSON.parse(journal.text) as { entries?: unknown };
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry: { tag?: unknown }) => (typeof entry?.tag === 'string' ? [entry.tag] : []));
  } catch {
    return [];
  }
}

const upMark = /^[ \t]*--[ \t]*(?:\+goose[ \t]+up|migrate:up|up migration|up\b[ \t]*$)/im;
const downMark = /^[ \t]*--[ \t]*(?:\+goose[ \t]+down|migrate:down|down migration|down\b[ \t]*$)/im;

function partsOf(text: string): { readonly up: string; readonly down?: string; readonly skippedLines: number } {
  const up = upMark.exec(text);
  const down = downMark.exec(text);
  if (up === null && down === null) return { up: text, skippedLines: 0 };
  const from = up?.index ?? 0;
  const at = down?.index ?? text.length;
  const [upText, downText] =
    at >= from ? [text.slice(from, at), text.slice(at)] : [text.slice(from), text.slice(at, from)];
  const skippedLines = text.slice(0, from).split('\n').length - 1;
  return { up: upText, skippedLines, ...(down !== null && { down: downText }) };
}

const hasContent = (sql: string): boolean =>
  sql
    .replace(/--.*$/gm, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .trim() !== '';
