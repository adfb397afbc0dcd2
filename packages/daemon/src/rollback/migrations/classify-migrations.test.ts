import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyMigrations } from './classify-migrations.ts';
import type { MigrationFile } from './migration-files.ts';

const added = (...files: (string | MigrationFile)[]) =>
  classifyMigrations({
    before: [],
    after: files.map((file, place) => (typeof file === 'string' ? { path: `000${place}.sql`, text: file } : file)),
  });
const sortOf = (sql: string) => added(sql).sort;

describe('the version before can live with', () => {
  it.each([
    'create table refunds (id uuid primary key, order_id uuid not null references orders)',
    'CREATE TABLE IF NOT EXISTS "public"."refunds" ("id" serial PRIMARY KEY NOT NULL);',
    'create index concurrently orders_by_day on orders (placed_at)',
    'create index on orders (placed_at)',
    'alter table orders add column note text',
    'alter table only orders add note text null',
    "alter table orders add column state text not null default 'open'",
    'alter table orders add column n bigserial not null',
    'alter table orders add column total int not null generated always as (a + b) stored',
    'alter table orders add column a text, add column b text',
    "create type state as enum ('open', 'paid')",
    'create extension if not exists pg_trgm',
    'drop index if exists orders_by_day',
    "comment on table orders is 'drop table; nothing'",
    '-- drop table orders;',
    'begin; create table a (id int); commit;',
    "alter table orders alter column state set default 'open'",
    'alter table orders validate constraint orders_check',
    'create table a (id int); insert into a values (1); delete from a; drop table a;',
    'create table a (id int); alter table a add constraint u unique (id); create unique index a_id on a (id)',
    'create table "A" (id int); alter table "A" rename to "B"; alter table "B" drop column id',
    'alter table orders add column cents int; update orders set cents = round(total * 100) where total > 0',
    'alter table orders add column note text; alter table orders drop column note',
    'create table a (id int); do $$ begin alter table a add constraint f foreign key (id) references b(id); exception when duplicate_object then null; end $$;',
    'create view v as select 1; create or replace view v as select 2',
  ])('%s', (sql) => {
    expect(added(sql)).toMatchObject({ sort: 'reversible', objections: [] });
  });
});

describe('there is no way back from', () => {
  it.each([
    'drop table orders',
    'drop table if exists "orders" cascade',
    'alter table orders drop column note',
    'alter table orders drop note',
    'truncate orders',
    'truncate table orders restart identity',
    'delete from orders',
    "delete from orders where placed_at < now() - interval '1 year'",
    'update orders set total = 0',
    'alter table orders add column cents int; update orders set cents = 1, total = 0',
    'update orders set (a, b) = (1, 2)',
    'insert into prices values (1, 2) on conflict (id) do update set cents = 2',
    'alter table orders alter column total type integer',
    'alter table orders alter column total set data type varchar(10)',
    'alter table orders alter column total type numeric(10, 2)',
    'alter table orders alter column total type text using total::text',
    'alter table orders add column state text not null',
    'alter table orders alter column note set not null',
    'alter table orders rename to purchases',
    'alter table orders rename column note to remark',
    'alter table orders rename note to remark',
    "alter type state rename value 'open' to 'new'",
    'alter table orders set schema archive',
    'drop view order_totals',
    'drop function total(int)',
    'create table a (id int); alter table orders add column b text, drop column note',
  ])('%s', (sql) => {
    expect(sortOf(sql)).toBe('irreversible');
  });
});

describe('a person has to say whether there is a way back from', () => {
  it.each([
    'insert into prices values (1)',
    'alter table orders add constraint positive check (total > 0)',
    'create unique index orders_key on orders (key)',
    'alter table orders drop constraint positive',
    'alter table orders alter column note drop not null',
    'alter table orders alter column note drop default',
    'alter table orders alter column total type bigint',
    "alter type state add value 'refunded'",
    'create or replace function total(int) returns int language sql as $$ select 1 $$',
    'create trigger t after insert on orders for each row execute function f()',
    'alter table orders enable row level security',
    'do $$ begin if true then drop table orders; end if; end $$',
    "select setval('orders_id_seq', 1)",
    'select drop_everything()',
    'with gone as (delete from orders returning *) select * from gone',
    'revoke insert on orders from app',
    'call tidy_up()',
    'frobnicate the orders',
    "create table a (b text default 'never ends",
    'alter table orders attach partition orders_2026 for values in (2026)',
  ])('%s', (sql) => {
    expect(sortOf(sql)).toBe('unknown');
  });

  it('names the file, the line and the statement', () => {
    expect(added('-- notes\ncreate table a (id int);\n\nfrobnicate   the\norders;').objections).toEqual([
      { sort: 'unknown', file: '0000.sql', line: 4, because: 'is not understood', statement: 'frobnicate the orders' },
    ]);
  });
});

describe('a way back that somebody has written', () => {
  it.each<[string, readonly MigrationFile[]]>([
    [
      'a pair of files',
      [
        { path: '1_a.up.sql', text: 'alter table o rename to p' },
        { path: '1_a.down.sql', text: 'alter table p rename to o' },
      ],
    ],
    [
      'a file beside it',
      [
        { path: '1_a.sql', text: 'alter table o rename to p' },
        { path: '1_a.down.sql', text: 'alter table p rename to o' },
      ],
    ],
    [
      'a folder of its own',
      [
        { path: '1_a.sql', text: 'alter table o rename to p' },
        { path: 'down/1_a.sql', text: 'alter table p rename to o' },
      ],
    ],
    [
      'two folders',
      [
        { path: 'up/1_a.sql', text: 'alter table o rename to p' },
        { path: 'down/1_a.sql', text: 'alter table p rename to o' },
      ],
    ],
    [
      'Flyway',
      [
        { path: 'V1__a.sql', text: 'alter table o rename to p' },
        { path: 'U1__a.sql', text: 'alter table p rename to o' },
      ],
    ],
    [
      'Prisma',
      [
        { path: '2026_a/migration.sql', text: 'alter table o rename to p' },
        { path: '2026_a/down.sql', text: 'alter table p rename to o' },
      ],
    ],
    [
      'node-pg-migrate',
      [
        {
          path: '1_a.sql',
          text: '-- Up Migration\nalter table o rename to p;\n-- Down Migration\nalter table p rename to o;',
        },
      ],
    ],
    [
      'dbmate',
      [
        {
          path: '1_a.sql',
          text: '-- migrate:up\nalter table o rename to p;\n-- migrate:down\nalter table p rename to o;',
        },
      ],
    ],
    [
      'goose',
      [
        {
          path: '1_a.sql',
          text: '-- +goose Up\nalter table o rename to p;\n-- +goose Down\nalter table p rename to o;',
        },
      ],
    ],
  ])('makes a change of shape reversible: %s', (_, files) => {
    expect(added(...files).sort).toBe('reversible');
  });

  it('does not bring back what was thrown away: a person has to say', () => {
    const files = [
      { path: '1.up.sql', text: 'alter table orders drop column note' },
      { path: '1.down.sql', text: 'alter table orders add column note text' },
    ];
    expect(added(...files)).toMatchObject({
      sort: 'unknown',
      objections: [{ because: expect.stringContaining('does not bring the data back') }],
    });
  });

  it('is none when it is empty', () => {
    const files = [
      { path: '1.up.sql', text: 'alter table o rename to p' },
      { path: '1.down.sql', text: '-- nothing\n' },
    ];
    expect(added(...files).sort).toBe('irreversible');
  });

  it('is not itself taken for a migration', () => {
    expect(
      added({ path: '1.up.sql', text: 'create table a (id int)' }, { path: '1.down.sql', text: 'drop table a' }),
    ).toEqual({
      sort: 'reversible',
      added: ['1.up.sql'],
      objections: [],
    });
  });
});

describe('between two versions', () => {
  const first = { path: '0000_first.sql', text: 'drop table old_things;' };

  it('counts only what was added', () => {
    const after = [first, { path: '0001_more.sql', text: 'create table a (id int)' }];
    expect(classifyMigrations({ before: [first], after })).toEqual({
      sort: 'reversible',
      added: ['0001_more.sql'],
      objections: [],
    });
    expect(classifyMigrations({ before: [first], after: [first] })).toEqual({
      sort: 'reversible',
      added: [],
      objections: [],
    });
  });

  it('asks about one that was changed after its release, and one that was taken away', () => {
    const changed = classifyMigrations({ before: [first], after: [{ ...first, text: 'select 1' }] });
    expect(changed.objections).toEqual([
      { sort: 'unknown', file: first.path, because: 'was changed after it was released' },
    ]);
    expect(classifyMigrations({ before: [first], after: [] })).toMatchObject({ sort: 'unknown', added: [] });
  });

  it('reads them in the order of the journal of Drizzle Kit', () => {
    const journal = JSON.stringify({
      entries: [
        { idx: 0, tag: 'zebra' },
        { idx: 1, tag: 'ant' },
      ],
    });
    const after = [
      { path: 'ant.sql', text: 'alter table z drop column a' },
      { path: 'zebra.sql', text: 'create table z (a int)' },
      { path: 'meta/_journal.json', text: journal },
      { path: 'meta/0001_snapshot.json', text: '{}' },
    ];
    expect(classifyMigrations({ before: [], after })).toEqual({
      sort: 'reversible',
      added: ['zebra.sql', 'ant.sql'],
      objections: [],
    });
  });

  it('asks about programs', () => {
    const after = [{ path: '1700_orders.js', text: 'exports.up = (pgm) => pgm.dropTable("orders")' }];
    expect(classifyMigrations({ before: [], after })).toMatchObject({
      sort: 'unknown',
      objections: [{ file: '1700_orders.js', because: 'is a program: what it does cannot be read from it' }],
    });
    expect(classifyMigrations({ before: after, after }).sort).toBe('reversible');
  });

  it('tells the worst of all', () => {
    expect(added('insert into a values (1)', 'drop table a', 'create table b (id int)').sort).toBe('irreversible');
  });
});

it('never takes a statement that destroys for a harmless one, whatever stands around it', () => {
  const harmless = fc.constantFrom(
    'create table a (id int)',
    "comment on table o is 'x;'",
    'select 1',
    '-- nothing\n',
    '/* ; */ begin',
  );
  const bad = fc.constantFrom(
    'drop table orders',
    'TRUNCATE "orders"',
    'delete from orders',
    'alter table orders drop column b',
  );
  const around = fc.array(harmless, { maxLength: 4 });
  fc.assert(
    fc.property(around, bad, around, (before, statement, after) => {
      expect(sortOf([...before, statement, ...after].join(';\n'))).toBe('irreversible');
    }),
  );
});
