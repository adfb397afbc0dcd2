import { describe, expect, it } from 'vitest';
import { compareMigrations } from './compare-migrations.ts';

describe('folder and database', () => {
  it.each([
    ['agree', [{ name: 'a' }, { name: 'b' }], [{ name: 'a.sql' }, { name: 'b' }], []],
    ['differ: one is not applied', [{ name: 'a' }, { name: 'b' }], [{ name: 'a' }], ['b is not applied']],
    [
      'differ: one is not there',
      [{ name: 'a' }],
      [{ name: 'a' }, { name: 'b' }],
      ['the folder has no b, which is applied'],
    ],
    [
      'differ: one was changed',
      [{ name: 'a', hash: '1', dated: 1 }],
      [{ hash: '2', dated: 1 }],
      ['a was changed after it was applied'],
    ],
    [
      'differ: one comes too late to be applied',
      [
        { name: 'a', hash: '1', dated: 1 },
        { name: 'b', hash: '2', dated: 2 },
      ],
      [{ hash: '2', dated: 2 }],
      ['a is not applied, and never will be: it is dated before the last one applied'],
    ],
    ['differ: none is applied', [{ name: 'a', hash: '1', dated: 1 }], [], ['a is not applied']],
    ['differ: one did not end', [{ name: 'a' }], [{ name: 'a', unfinished: true }], ['a began and did not end']],
  ])('%s', (_, folder, applied, differences) => {
    expect(compareMigrations(folder, applied)).toEqual(differences);
  });
});
