import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Notice } from './notice.ts';

/** As long as a recommendation that nobody answers keeps quiet in other windows. */
const lasts = 30 * 60_000;
const forgottenAfter = 7 * 24 * 60 * 60_000;

interface Claim {
  /** The process of the window that shows it. */
  readonly pid: number;
  readonly at: number;
}

export interface NoticeLeaseParts {
  /** A folder that all windows of this person share. */
  readonly folder: string;
  readonly pid: number;
  now(): number;
  isAlive(pid: number): boolean;
}

/**
 * Whether this window shows the notice: of several windows the first to ask does, and no other until its claim is old
 * or its window is gone. The same window may say it again.
 */
export function claimNotice({ type, deployment }: Notice, { folder, pid, now, isAlive }: NoticeLeaseParts): boolean {
  mkdirSync(folder, { recursive: true });
  // A daemon names its deployments as it likes: here the name stays a name.
  const path = join(folder, `${encodeURIComponent(deployment)}.${type}.json`);
  const mine = JSON.stringify({ pid, at: now() } satisfies Claim);
  try {
    writeFileSync(path, mine, { flag: 'wx' });
    forgetOld(folder, now());
    return true;
  } catch {
    const claim = readClaim(path);
    const isOthers = claim !== undefined && claim.pid !== pid && now() - claim.at < lasts && isAlive(claim.pid);
    if (isOthers) return false;
    const next = `${path}.${pid}`;
    writeFileSync(next, mine);
    renameSync(next, path);
    return true;
  }
}

function readClaim(path: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Claim;
  } catch {
    return undefined;
  }
}

function forgetOld(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (now - statSync(path).mtimeMs > forgottenAfter) rmSync(path, { force: true });
  }
}
