import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitStatements } from './split-statements.ts';

const texts = (sql: string) => splitStatements(sql).statements.map(({ text }) => text);

describe('a statement ends at a semicolon', () => {
  it.each<[string, string, readonly string[]]>([
    ['two of them', 'select 1; select 2', ['select 1', 'select 2']],
    ['nothing between two', ';;select 1;;', ['select 1']],
    ['not in a text', "insert into t values ('a;b', 'it''s; so')", ["insert into t values ('a;b', 'it''s; so')"]],
    [
      'not behind a backslash in an escape text',
      String.raw`select E'it\'s; so'; select 2`,
      [String.raw`select E'it\'s; so'`, 'select 2'],
    ],
    [
      'a backslash in a plain text is a backslash',
      String.raw`select 'a\'; select 2`,
      [String.raw`select 'a\'`, 'select 2'],
    ],
    ['not in a quoted name', 'drop table "a;b""c"; select 2', ['drop table "a;b""c"', 'select 2']],
    ['not in a line comment', 'select 1 -- a; b\n; select 2', ['select 1', 'select 2']],
    ['not in a block comment, which nest', 'select /* a; /* b; */ c; */ 1; select 2', ['select 1', 'select 2']],
    [
      'not in dollar quotes',
      'do $$ begin drop table t; end $$; select 2',
      ['do $$ begin drop table t; end $$', 'select 2'],
    ],
    [
      'not in dollar quotes with a tag',
      'do $a$ select $$ ; $$ ; $a$; select 2',
      ['do $a$ select $$ ; $$ ; $a$', 'select 2'],
    ],
    ['a parameter is no dollar quote', 'select $1; select $2', ['select $1', 'select $2']],
    ['a dollar in a name is no dollar quote', 'select a$b$c; select 2', ['select a$b$c', 'select 2']],
    [
      'not in parentheses',
      'create rule r as on insert to t do (select 1; select 2); select 3',
      ['create rule r as on insert to t do (select 1; select 2)', 'select 3'],
    ],
    [
      'not in the body of an SQL function',
      'create function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      ['create function f() returns int begin atomic select case when true then 1 end; select 2; end', 'select 3'],
    ],
    ['the marks of Drizzle Kit are comments', 'select 1;--> statement-breakpoint\nselect 2;', ['select 1', 'select 2']],
    ['MySQL quotes names with backticks', 'drop table `a;b`; select 2', ['drop table `a;b`', 'select 2']],
  ])('%s', (_, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it('tells in which line it begins', () => {
    const { statements } = splitStatements('-- first\n\nselect 1;\n/* a\nb */ select 2;');
    expect(statements.map(({ line }) => line)).toEqual([3, 5]);
  });
});

it.each([
  ["select 'a", 'a text that begins in line 1 never ends'],
  ['select 1;\nselect "a', 'a quoted name that begins in line 2 never ends'],
  ['/* a /* b */', 'a comment that begins in line 1 never ends'],
  ['do $x$ begin', 'a text in $x$ that begins in line 1 never ends'],
])('%s is not finished', (sql, fault) => {
  expect(splitStatements(sql).fault).toBe(fault);
});

it('cuts nothing that is quoted, and loses no statement, whatever stands in it', () => {
  const quote = fc.constantFrom<(text: string) => string>(
    (text) => `'${text.replaceAll("'", "''")}'`,
    (text) => `"${text.replaceAll('"', '""')}"`,
    (text) => `$q$${text.replaceAll('$', '')}$q$`,
    (text) => `/* ${text.replaceAll('*', '').replaceAll('/', '')} */ 1`,
    (text) => `-- ${text.replaceAll('\n', '')}\n 1`,
  );
  const statement = fc.tuple(quote, fc.string({ unit: 'binary' })).map(([make, text]) => `select ${make(text)}`);
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 8 }), (written) => {
      const { statements, fault } = splitStatements(written.join(';\n'));
      expect(fault).toBeUndefined();
      expect(statements).toHaveLength(written.length);
    }),
    { numRuns: 100 },
  );
});

it('comes to an end with anything', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (sql) => void splitStatements(sql)));
});
