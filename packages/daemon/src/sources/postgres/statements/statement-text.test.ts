import { describe, expect, it } from 'vitest';
import { countersSql } from './read-statements.ts';
import { fingerprint, folded, isQuery, picking, tellStatement } from './statement-text.ts';

describe('the text of a statement', () => {
  it.each([
    ['select 1', true],
    ['/* route=/orders */ SELECT 1', true],
    ['-- list\n with x as (select 1) select * from x', true],
    ["alter role ada password 'secret'", false],
    ['copy orders from stdin', false],
  ])('has a plan and no values: %s', (text, query) => {
    expect(isQuery(text)).toBe(query);
  });

  it('is told on one line, and not at all where it may hold a password', () => {
    expect(tellStatement('7', 'select\n  1')).toBe('select 1');
    expect(tellStatement('7', "alter role ada password 'secret'")).toBe('alter … (7)');
    expect(tellStatement('7', undefined)).toBe('statement 7');
  });

  it.each([
    ['select * from a where id in ($1, $2)', 'select * from a where id in ($1, $2, $3)'],
    ['insert into a values ($1, $2), ($3, $4)', 'insert into a values ($1, $2), ($3, $4), ($5, $6)'],
    ['select * from a where id in ($1 /*, ... */)', 'select * from a\n where id in ($1)'],
  ])('is the same with a longer list: %s', (one, other) => {
    expect(folded(one)).toBe(folded(other));
  });

  it.each([
    ["select * from o2 where a = 7 and b = 'x''y' limit 1.5", 'select * from o2 where a = $1 and b = $2 limit $3'],
    ['select * from orders where id = $1 and kind = 3', 'select * from orders\nwhere id = $1 and kind = $2'],
  ])('has one fingerprint with values and without: %s', (sent, normalised) => {
    expect(fingerprint(sent)).toBe(fingerprint(normalised));
    expect(fingerprint(sent)).not.toBe(fingerprint(`${normalised} or true`));
  });

  it('is not the same with another column', () => {
    expect(folded('select a from o where b = $1')).not.toBe(folded('select b from o where b = $1'));
  });

  it('is picked by id, or by what it says', () => {
    expect(picking('-42')('-42', 'select 1')).toBe(true);
    expect(picking('-42')('42', 'select -42')).toBe(false);
    expect(picking('from orders where')('1', 'SELECT *\nFROM orders\nWHERE id = $1')).toBe(true);
    expect(picking('orders')('1', undefined)).toBe(false);
  });
});

describe('the columns of pg_stat_statements', () => {
  it.each([
    ['12', ['calls', 'total_time', 'stddev_time'], /sum\(total_time\)/, false],
    ['13', ['calls', 'total_exec_time', 'stddev_exec_time'], /sum\(total_exec_time\)/, false],
    ['14 to 18', ['calls', 'total_exec_time', 'stddev_exec_time', 'toplevel'], /sum\(total_exec_time\)/, true],
  ])('are those of PostgreSQL %s', (_, columns, time, toplevel) => {
    const sql = countersSql('public.pg_stat_statements', columns);
    expect(sql).toMatch(time);
    expect(sql.includes('and toplevel')).toBe(toplevel);
  });
});
