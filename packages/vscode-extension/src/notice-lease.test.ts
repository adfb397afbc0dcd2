import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Notice } from './notice.ts';
import { claimNotice } from './notice-lease.ts';

const notice: Notice = { type: 'roll-back', deployment: '01DEPLOYMENT', message: 'roll back' };
let folder: string;
let now: number;
let alive: Set<number>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-notices-'));
  now = Date.now();
  alive = new Set([1, 2]);
});
afterEach(() => rmSync(folder, { recursive: true }));

const claimed = (pid: number, what: Notice = notice) =>
  claimNotice(what, { folder, pid, now: () => now, isAlive: (one) => alive.has(one) });

it('lets one window say it', () => {
  expect([claimed(1), claimed(2)]).toEqual([true, false]);
  expect(claimed(2, { ...notice, deployment: '02OTHER' })).toBe(true);
  expect(claimed(2, { ...notice, type: 'succeeded' })).toBe(true);
});

it('lets the same window say it again', () => expect([claimed(1), claimed(1)]).toEqual([true, true]));

it('loses no notice with the window that would have shown it', () => {
  claimed(1);
  alive.delete(1);
  expect(claimed(2)).toBe(true);
});

it('is said elsewhere when nobody has answered for half an hour', () => {
  claimed(1);
  now += 30 * 60_000;
  expect(claimed(2)).toBe(true);
});

it('says it rather twice than never when the claim cannot be read', () => {
  writeFileSync(join(folder, '01DEPLOYMENT.roll-back.json'), 'half a cl');
  expect(claimed(1)).toBe(true);
});

it('writes into its own folder, however a deployment is called', () => {
  claimed(1, { ...notice, deployment: '../elsewhere' });
  expect(readdirSync(folder)).toEqual(['..%2Felsewhere.roll-back.json']);
});

it('keeps no claims for ever', () => {
  claimed(1);
  const [first = ''] = readdirSync(folder);
  const old = new Date(now - 8 * 24 * 60 * 60_000);
  utimesSync(join(folder, first), old, old);
  claimed(1, { ...notice, deployment: '02OTHER' });
  expect(readdirSync(folder)).toEqual(['02OTHER.roll-back.json']);
});
