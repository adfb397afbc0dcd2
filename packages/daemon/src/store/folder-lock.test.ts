import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from './folder-lock.ts';
import { StoreUnavailable } from './store-unavailable.ts';

describe('the lock of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'daywatch-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('refuses a second one, naming the process that has it', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(StoreUnavailable);
    expect(() => lockFolder(folder)).toThrow(`Another daemon (process ${process.pid}) uses the data folder ${folder}.`);
    unlock();
  });

  it('shows the process id to people, as long as it is held', () => {
    const unlock = lockFolder(folder);
    expect(readFileSync(join(folder, 'daywatch.pid'), 'utf8')).toBe(`${process.pid}\n`);
    unlock();
    expect(existsSync(join(folder, 'daywatch.pid'))).toBe(false);
  });

  it('is free again when it is given up, and giving it up twice takes it from nobody', () => {
    const unlock = lockFolder(folder);
    unlock();
    const next = lockFolder(folder);
    unlock();
    expect(() => lockFolder(folder)).toThrow(StoreUnavailable);
    next();
  });
});
