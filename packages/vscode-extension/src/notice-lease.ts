import type { ClaimFolder } from './claim-folder.ts';
import type { Notice } from './notice.ts';

/** As long as a recommendation that nobody answers keeps quiet in other windows. */
const lasts = 30 * 60_000;

export interface NoticeLeaseParts {
  /** That all windows of this person share. */
  readonly claims: ClaimFolder;
  /** The process of this window. */
  readonly pid: number;
  now(): number;
  isAlive(pid: number): boolean;
}

/**
 * Whether this window shows the notice: of several windows the first to ask does, and no other until its claim is old
 * or its window is gone. The same window may say it again. A claim is never written over: whoever takes over makes the
 * next one, which only one window can.
 */
export async function claimNotice({ type, deployment }: Notice, parts: NoticeLeaseParts): Promise<boolean> {
  const { claims, pid, now, isAlive } = parts;
  const notice = `${deployment}.${type}`;
  for (;;) {
    const last = await claims.last(notice);
    const claim = last === 0 ? undefined : await claims.read(notice, last);
    const isOthers = claim !== undefined && claim.pid !== pid && now() - claim.at < lasts && isAlive(claim.pid);
    if (isOthers) return false;
    if (await claims.make(notice, last + 1, { pid, at: now() })) return true;
  }
}
