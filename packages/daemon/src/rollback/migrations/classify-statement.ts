import type { Catalogue } from './catalogue.ts';
import { classifyAlterTable } from './classify-alter-table.ts';
import { destroys, type Effect, irreversible, reversible, unknown } from './sort.ts';
import { type Statement, splitStatements } from './split-statements.ts';
import { has, readTokens, type TokenReader } from './token-reader.ts';

/** What one statement means for the version before. What is not understood is `unknown`, never fine. */
export function classifyStatement({ tokens }: Statement, catalogue: Catalogue): readonly Effect[] {
  const reader = readTokens(tokens);
  if (reader.take('alter', 'table')) return classifyAlterTable(reader, catalogue);
  if (reader.take('do')) return classifyBlock(reader, catalogue);
  return [classify(reader, catalogue)];
}

/** Words that change neither tables nor rows. */
const harmless = [
  'begin',
  'start',
  'commit',
  'end',
  'savepoint',
  'release',
  'rollback',
  'set',
  'reset',
  'comment',
  'analyze',
  'vacuum',
  'reindex',
  'lock',
  'notify',
  'show',
  'explain',
  'checkpoint',
  'use',
  'pragma',
  'grant',
  'refresh',
];

function classify(reader: TokenReader, catalogue: Catalogue): Effect {
  if (reader.take('create')) return classifyCreate(reader, catalogue);
  if (reader.take('drop')) return classifyDrop(reader, catalogue);
  if (reader.take('truncate')) {
    reader.take('table');
    reader.take('only');
    const table = reader.name();
    return catalogue.isNew(table) ? reversible(`${table} is new`) : destroys(`empties ${table}`);
  }
  if (reader.take('delete', 'from')) {
    reader.take('only');
    const table = reader.name();
    return catalogue.isNew(table) ? reversible(`${table} is new`) : destroys(`deletes rows of ${table}`);
  }
  if (reader.take('update')) return classifyUpdate(reader, catalogue);
  if (reader.take('insert', 'into')) {
    const table = reader.name();
    if (catalogue.isNew(table)) return reversible(`${table} is new`);
    return has(reader.rest(), 'do', 'update')
      ? destroys(`overwrites rows of ${table}`)
      : unknown(`puts rows into ${table} that stay when the version before is back`);
  }
  if (reader.take('copy')) return unknown(`copies rows into ${reader.name() ?? 'a table'} that stay`);
  if (reader.take('alter')) return classifyAlter(reader, catalogue);
  if (reader.take('revoke')) return unknown('takes a right away that the version before may need');
  if (reader.take('select')) return classifySelect(reader);
  const first = reader.peek();
  if (first !== undefined && harmless.includes(first)) return reversible('changes neither tables nor rows');
  return unknown('is not understood');
}

function classifyCreate(reader: TokenReader, catalogue: Catalogue): Effect {
  const replaces = reader.take('or', 'replace');
  for (const word of [
    'global',
    'local',
    'temporary',
    'temp',
    'unlogged',
    'materialized',
    'recursive',
    'foreign',
    'trusted',
  ])
    reader.take(word);
  if (reader.take('table') || reader.take('sequence')) {
    const mayBeThere = reader.take('if', 'not', 'exists');
    const name = reader.name();
    catalogue.make(name);
    return reversible(mayBeThere ? `makes ${name} if it is not there` : `makes ${name}`);
  }
  const isUnique = reader.take('unique');
  if (reader.take('index')) {
    reader.take('concurrently');
    reader.take('if', 'not', 'exists');
    const index = reader.peek() === 'on' ? undefined : reader.name();
    reader.take('on');
    reader.take('only');
    const table = reader.name();
    catalogue.make(index);
    if (!isUnique || catalogue.isNew(table)) return reversible(`makes an index of ${table}`);
    return unknown(`the version before may write what this unique index of ${table} refuses`);
  }
  const kind = reader.peek() ?? '';
  if (['view', 'function', 'procedure', 'aggregate', 'trigger', 'rule', 'policy'].includes(kind)) {
    reader.take(kind);
    reader.take('if', 'not', 'exists');
    const name = reader.name();
    if (replaces && !catalogue.isNew(name))
      return unknown(`replaces the ${kind} ${name}, which the version before may use`);
    const table = tableBehindOn(reader);
    if (['trigger', 'rule', 'policy'].includes(kind) && !catalogue.isNew(table)) {
      return unknown(`from now on this ${kind} acts on what the version before does to ${table ?? 'its table'}`);
    }
    catalogue.make(name);
    return reversible(`makes the ${kind} ${name}`);
  }
  if (
    ['type', 'schema', 'extension', 'domain', 'role', 'user', 'collation', 'statistics', 'publication'].includes(kind)
  ) {
    reader.take(kind);
    reader.take('if', 'not', 'exists');
    const name = reader.name();
    catalogue.make(name);
    return reversible(`makes the ${kind} ${name}`);
  }
  return unknown(`makes something that is not known here (${kind || '?'})`);
}

function tableBehindOn(reader: TokenReader): string | undefined {
  const rest = reader.rest();
  const place = rest.findIndex(({ type, value }) => type === 'word' && value === 'on');
  return place === -1 ? undefined : readTokens(rest.slice(place + 1)).name();
}

/** Things whose rows are gone with them, or which the version before asks by name. */
function classifyDrop(reader: TokenReader, catalogue: Catalogue): Effect {
  reader.take('materialized');
  const kind = reader.peek() ?? '';
  reader.take(kind);
  reader.take('concurrently');
  reader.take('if', 'exists');
  const name = reader.name();
  if (catalogue.isNew(name)) return reversible(`${name} is new`);
  switch (kind) {
    case 'index':
      return reversible(`drops the index ${name}, which can be made again`);
    case 'table':
    case 'sequence':
    case 'schema':
    case 'database':
    case 'extension':
      return destroys(`drops the ${kind} ${name}`);
    case 'trigger':
    case 'policy':
    case 'rule': {
      const table = tableBehindOn(reader);
      return catalogue.isNew(table)
        ? reversible(`${table} is new`)
        : unknown(`drops the ${kind} ${name}, on which the version before may rely`);
    }
    case 'view':
    case 'function':
    case 'procedure':
    case 'aggregate':
    case 'type':
    case 'domain':
    case 'role':
    case 'user':
      return irreversible(`drops the ${kind} ${name}, which the version before may use`);
    default:
      return unknown(`drops something that is not known here (${kind || '?'})`);
  }
}

/** Values of columns that are new are nothing that the version before has written. */
function classifyUpdate(reader: TokenReader, catalogue: Catalogue): Effect {
  reader.take('only');
  const table = reader.name();
  if (table === undefined) return unknown('updates something that could not be read');
  if (catalogue.isNew(table)) return reversible(`${table} is new`);
  const rest = reader.rest();
  const from = rest.findIndex(({ type, value }) => type === 'word' && value === 'set');
  let depth = 0;
  const until = rest.findIndex(({ type, value }, place) => {
    if (type === 'symbol' && value === '(') depth += 1;
    if (type === 'symbol' && value === ')') depth -= 1;
    return place > from && depth === 0 && type === 'word' && ['where', 'from', 'returning'].includes(value);
  });
  const set = rest.slice(from + 1, until === -1 ? undefined : until);
  const columns = columnsSet(set);
  if (columns?.every((column) => catalogue.isNewColumn(table, column)))
    return reversible(`fills new columns of ${table}`);
  return destroys(`overwrites values of ${table}`);
}

/** `a = 1, b = f(a, 2)` → a, b; `undefined` for `(a, b) = …`. */
function columnsSet(tokens: Parameters<typeof readTokens>[0]): readonly string[] | undefined {
  const columns: string[] = [];
  let depth = 0;
  let isAtColumn = true;
  for (const token of tokens) {
    if (isAtColumn) {
      if (token.type !== 'word' && token.type !== 'name') return undefined;
      columns.push(token.value);
      isAtColumn = false;
    } else if (token.type === 'symbol' && token.value === '(') depth += 1;
    else if (token.type === 'symbol' && token.value === ')') depth -= 1;
    else if (token.type === 'symbol' && token.value === ',' && depth === 0) isAtColumn = true;
  }
  return columns.length === 0 ? undefined : columns;
}

function classifyAlter(reader: TokenReader, catalogue: Catalogue): Effect {
  const kind = reader.peek() ?? '';
  reader.take(kind);
  reader.take('if', 'exists');
  const name = reader.name();
  if (catalogue.isNew(name)) return reversible(`${name} is new`);
  if (kind === 'type' && reader.take('add', 'value'))
    return unknown(`${name} has a new value that stays, and that the version before may not know`);
  if (reader.take('rename')) {
    return kind === 'index'
      ? reversible(`renames the index ${name}`)
      : irreversible(`renames ${kind} ${name}, which the version before uses under its old name`);
  }
  if (kind === 'index' || kind === 'system' || kind === 'database' || kind === 'statistics')
    return reversible(`changes how ${name ?? kind} is kept`);
  if (kind === 'default') return unknown('changes rights');
  return unknown(`changes ${kind} ${name ?? ''}`.trim());
}

/** A query that only reads; one that calls a function may do anything. */
function classifySelect(reader: TokenReader): Effect {
  const calls = reader.rest().filter((token, place, all) => token.type === 'word' && all[place + 1]?.value === '(');
  const known = [
    'set_config',
    'count',
    'now',
    'coalesce',
    'max',
    'min',
    'exists',
    'in',
    'from',
    'where',
    'and',
    'or',
    'not',
    'values',
    'as',
    'select',
  ];
  const strange = calls.find(({ value }) => !known.includes(value));
  if (strange?.value === 'setval') return unknown('moves a sequence');
  if (strange !== undefined) return unknown(`calls ${strange.value}(), which may do anything`);
  return has(reader.rest(), 'into') ? unknown('makes a table of what it selects') : reversible('only reads');
}

/** `DO $$ BEGIN …; EXCEPTION WHEN duplicate_object THEN null; END $$`, as Drizzle Kit writes it. */
function classifyBlock(reader: TokenReader, catalogue: Catalogue): readonly Effect[] {
  reader.take('language', 'plpgsql');
  const [body] = reader.rest();
  const strange = [unknown('is a program (DO), which may do anything')];
  if (body?.type !== 'text') return strange;
  const inside = body.value.replace(/^\$[^$]*\$/, '').replace(/\$[^$]*\$$/, '');
  const written =
    /^\s*begin\b([\s\S]*?)(?:\bexception\s+when\s+duplicate_(?:object|table|column)\s+then\s+null\s*;)?\s*end\s*;?\s*$/i.exec(
      inside,
    );
  if (written === null) return strange;
  const { statements, fault } = splitStatements(written[1] ?? '');
  if (fault !== undefined) return strange;
  const effects = statements.map((statement) => {
    const [first] = statement.tokens;
    // Whatever steers the program is not SQL.
    if (first?.type === 'word' && !['alter', 'create', 'comment'].includes(first.value)) return strange;
    return classifyStatement(statement, catalogue);
  });
  return effects.flat();
}
