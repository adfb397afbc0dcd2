import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DemoFailure } from './demo-failure.ts';
import { findRepository } from './find-repository.ts';

it('finds the repository that the program is in', () => {
  expect(findRepository(import.meta.dirname)).toBe(join(import.meta.dirname, '../../../..'));
});

it('says where the repository is, for a daemon that came without one', () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'no-repository-'));
  const find = () => findRepository(elsewhere);
  expect(find).toThrow(DemoFailure);
  expect(find).toThrow('https://github.com/daywatch/daywatch');
  rmSync(elsewhere, { recursive: true });
});
