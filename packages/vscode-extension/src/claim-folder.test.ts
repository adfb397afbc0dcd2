import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ClaimFolder, openClaimFolder } from './claim-folder.ts';

let home: string;
let folder: string;
let claims: ClaimFolder;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'daywatch-notices-'));
  folder = join(home, 'notices');
  claims = openClaimFolder(folder);
});
afterEach(() => rmSync(home, { recursive: true }));

const claim = { pid: 1, at: Date.now() };

it('keeps the claims of each notice apart', async () => {
  expect(await claims.last('01A.hold')).toBe(0);
  await claims.make('01A.hold', 1, claim);
  await claims.make('01A.hold', 2, { ...claim, pid: 2 });
  await claims.make('01A.roll-back', 1, claim);
  expect([await claims.last('01A.hold'), await claims.last('01A.roll-back'), await claims.last('01A')]).toEqual([
    2, 1, 0,
  ]);
  expect(await claims.read('01A.hold', 2)).toEqual({ ...claim, pid: 2 });
});

it('lets one of several windows make a claim', async () => {
  const windows = Array.from({ length: 20 }, (_, pid) => claims.make('01A.hold', 1, { ...claim, pid }));
  const made = await Promise.all(windows);
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await claims.read('01A.hold', 1)).toEqual({ ...claim, pid: made.indexOf(true) });
  expect(readdirSync(folder)).toEqual(['01A.hold.1.json']);
});

it('cannot read half a claim', async () => {
  await claims.make('01A.hold', 1, claim);
  writeFileSync(join(folder, '01A.hold.1.json'), 'half a cl');
  expect([await claims.last('01A.hold'), await claims.read('01A.hold', 1)]).toEqual([1, undefined]);
});

it('writes into its own folder, however a deployment is called', async () => {
  await claims.make('../elsewhere.hold', 1, claim);
  expect(readdirSync(folder)).toEqual(['..%2Felsewhere.hold.1.json']);
  expect(await claims.last('../elsewhere.hold')).toBe(1);
});

it('keeps no claims for ever', async () => {
  await claims.make('01A.hold', 1, claim);
  const old = new Date(claim.at - 8 * 24 * 60 * 60_000);
  utimesSync(join(folder, '01A.hold.1.json'), old, old);
  await claims.make('02B.hold', 1, claim);
  expect(readdirSync(folder)).toEqual(['02B.hold.1.json']);
});
