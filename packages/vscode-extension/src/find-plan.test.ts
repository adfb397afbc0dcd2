import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPlan } from './find-plan.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-extension-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds the plan by its usual names, the first of them first', () => {
  expect(findPlan(folder, undefined)).toBeUndefined();
  writeFileSync(join(folder, 'daywatch.json'), '');
  expect(findPlan(folder, undefined)).toBe(join(folder, 'daywatch.json'));
  writeFileSync(join(folder, 'daywatch.yaml'), '');
  expect(findPlan(folder, undefined)).toBe(join(folder, 'daywatch.yaml'));
});

it('takes no other than the one that is set', () => {
  writeFileSync(join(folder, 'daywatch.yaml'), '');
  expect(findPlan(folder, 'ops/plan.yaml')).toBeUndefined();
});
