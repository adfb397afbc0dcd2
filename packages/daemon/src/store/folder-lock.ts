import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from './store-unavailable.ts';

const busy = 5; // SQLITE_BUSY

/**
 * One daemon per data folder. The lock is SQLite's own on an empty file: the system gives it up when its process ends,
 * however it ends, so it is never stale and never stolen. A process id alone would not do: in a container that starts
 * again, the dead daemon and the new one are often both process 1. `daywatch.pid` says who holds it, for people.
 * Answers the function that gives the lock up.
 */
export function lockFolder(folder: string): () => void {
  // Nobody may read this file but SQLite: closing it anywhere else in the process would give the lock up.
  const lock = new DatabaseSync(join(folder, 'daywatch.lock'), { timeout: 0 });
  const pidFile = join(folder, 'daywatch.pid');
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
  } catch (cause) {
    lock.close();
    if (!(cause instanceof Error && 'errcode' in cause && cause.errcode === busy)) throw cause;
    throw new StoreUnavailable(
      `Another daemon${holder(pidFile)} uses the data folder ${folder}. Stop it, or give this one a folder of its own.`,
      { cause },
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`);
  return () => {
    if (!lock.isOpen) return;
    rmSync(pidFile, { force: true });
    lock.close();
  };
}

function holder(pidFile: string): string {
  try {
    return ` (process ${readFileSync(pidFile, 'utf8').trim()})`;
  } catch {
    return ''; // It has the lock and has not written its id yet.
  }
}
