import type { Catalogue } from './catalogue.ts';
import { destroys, type Effect, irreversible, reversible, unknown } from './sort.ts';
import type { Token } from './split-statements.ts';
import { has, listOf, readTokens, type TokenReader } from './token-reader.ts';

/** Each action of `ALTER TABLE name …`; `reader` stands behind TABLE. */
export function classifyAlterTable(reader: TokenReader, catalogue: Catalogue): readonly Effect[] {
  reader.take('if', 'exists');
  reader.take('only');
  const table = reader.name();
  reader.take('*');
  if (table === undefined) return [unknown('names no table that could be read')];
  const actions = listOf(reader.rest());
  if (actions.length === 0) return [unknown(`says nothing of what happens to ${table}`)];
  return actions.map((action) => classifyAction(table, action, catalogue));
}

function classifyAction(table: string, tokens: readonly Token[], catalogue: Catalogue): Effect {
  const reader = readTokens(tokens);
  const isNew = catalogue.isNew(table);
  if (reader.take('add')) return classifyAdd(table, reader, catalogue);
  if (reader.take('drop')) return classifyDrop(table, reader, catalogue);
  if (reader.take('alter')) {
    reader.take('column');
    return classifyColumn(table, reader.name(), reader, catalogue);
  }
  if (reader.take('rename')) {
    if (reader.take('to')) {
      const to = reader.name();
      if (isNew) catalogue.make(to);
      return isNew
        ? reversible(`${table} is new`)
        : irreversible(`renames the table ${table}, which the version before uses under its old name`);
    }
    if (reader.take('constraint')) return reversible('renames a constraint');
    reader.take('column');
    const column = reader.name();
    reader.take('to');
    const to = reader.name();
    if (catalogue.isNewColumn(table, column)) {
      catalogue.addColumn(table, to, catalogue.hasDefault(table, column));
      return reversible(`${table}.${column} is new`);
    }
    return irreversible(`renames ${table}.${column}, which the version before uses under its old name`);
  }
  if (isNew) return reversible(`${table} is new`);
  if (reader.take('validate')) return reversible('validates a constraint');
  if (reader.take('owner')) return unknown(`gives ${table} another owner`);
  if (reader.take('enable', 'row') || reader.take('force', 'row'))
    return unknown(`row security decides from now on what the version before sees of ${table}`);
  if (reader.take('set', 'schema'))
    return irreversible(`moves ${table} to another schema, where the version before does not look`);
  if (reader.take('set') || reader.take('reset') || reader.take('cluster'))
    return reversible(`changes how ${table} is stored`);
  return unknown(`does something to ${table} that is not known here`);
}

function classifyAdd(table: string, reader: TokenReader, catalogue: Catalogue): Effect {
  const isNew = catalogue.isNew(table);
  const hasWord = reader.take('column');
  const next = reader.peek();
  if (
    !hasWord &&
    next !== undefined &&
    ['constraint', 'primary', 'foreign', 'unique', 'check', 'exclude'].includes(next)
  ) {
    if (isNew) return reversible(`${table} is new`);
    return unknown(`the version before may write what this constraint of ${table} refuses`);
  }
  reader.take('if', 'not', 'exists');
  const column = reader.name();
  if (column === undefined) return unknown(`adds something to ${table} that could not be read`);
  const definition = reader.rest();
  const fillsItself =
    has(definition, 'default') ||
    has(definition, 'generated') ||
    definition.some(({ type, value }) => type === 'word' && /^(?:small|big)?serial[248]?$/.test(value));
  catalogue.addColumn(table, column, fillsItself);
  if (isNew) return reversible(`${table} is new`);
  const needed = has(definition, 'not', 'null') || has(definition, 'primary', 'key');
  if (needed && !fillsItself)
    return irreversible(
      `adds ${table}.${column}, which may not be null and has no default: the version before does not fill it`,
    );
  if (has(definition, 'unique') && fillsItself && has(definition, 'default'))
    return unknown(
      `adds ${table}.${column}, unique and with a default: a second row of the version before may be refused`,
    );
  return reversible(`adds ${table}.${column}, which the version before does not need`);
}

function classifyDrop(table: string, reader: TokenReader, catalogue: Catalogue): Effect {
  if (reader.take('constraint')) {
    return catalogue.isNew(table)
      ? reversible(`${table} is new`)
      : unknown(`takes a constraint from ${table} that the version before may rely on`);
  }
  reader.take('column');
  reader.take('if', 'exists');
  const column = reader.name();
  if (catalogue.isNewColumn(table, column)) return reversible(`${table}.${column} is new`);
  return destroys(`drops ${table}.${column} with all its values`);
}

/** Types that hold everything that a narrower one of their family holds; which one it was is not written here. */
const wide = ['text', 'bigint', 'int8', 'numeric', 'decimal', 'double', 'float8', 'jsonb', 'timestamptz'];

function classifyColumn(table: string, column: string | undefined, reader: TokenReader, catalogue: Catalogue): Effect {
  const place = `${table}.${column}`;
  if (column === undefined) return unknown(`changes a column of ${table} that could not be read`);
  const isNew = catalogue.isNewColumn(table, column);
  if (reader.take('set', 'default')) {
    catalogue.giveDefault(table, column);
    return reversible(`gives ${place} a default`);
  }
  if (isNew) return reversible(`${place} is new`);
  if (reader.take('set', 'not', 'null')) {
    return catalogue.hasDefault(table, column)
      ? unknown(`${place} may no longer be null; it has a default, but the version before may write null`)
      : irreversible(`${place} may no longer be null: the version before may write null`);
  }
  if (reader.take('drop', 'not', 'null'))
    return unknown(`${place} may be null now, and the version before may not expect it`);
  if (reader.take('drop', 'default'))
    return unknown(`${place} has no default any more, and the version before may rely on it`);
  if (reader.take('type') || reader.take('set', 'data', 'type')) {
    const type = reader.peek();
    const words = reader
      .rest()
      .filter((token) => token.type === 'word')
      .map(({ value }) => value);
    return type !== undefined && wide.includes(type) && !words.includes('using') && reader.peek(1) !== '('
      ? unknown(`gives ${place} the type ${type}; whether the version before can read and write it is not known`)
      : irreversible(
          `gives ${place} the type ${type ?? '?'}: what the version before writes may not fit, and what was there may be cut`,
        );
  }
  if (reader.take('set', 'statistics') || reader.take('set', 'storage') || reader.take('set', 'compression'))
    return reversible(`changes how ${place} is stored`);
  return unknown(`changes ${place} in a way that is not known here`);
}
