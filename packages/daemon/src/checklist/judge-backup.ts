import { utcMinute } from '@daywatch/shared/present/utc-minute.ts';
import { formatDuration, type Instant, type Millis, minus, minutes, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { Finding } from '../ports/checklist-item.ts';

/** What was found of backups: when the newest was made, or why nobody knows. */
export type BackupFound =
  | {
      readonly at: Instant;
      readonly what: string;
      /** A newer one that is not finished. */
      readonly growing?: string;
    }
  | { readonly none: string }
  /** It may be there in a moment. */
  | { readonly notYet: string };

/** A clock that is a little ahead makes no backup of tomorrow. */
const clockSkew = minutes(1);

export function judgeBackup(found: BackupFound, within: Millis, now: Instant): Finding {
  if ('none' in found) return { state: 'failed', because: found.none };
  if ('notYet' in found) return { state: 'waiting', because: found.notYet };
  const { at, what, growing } = found;
  const of = `${what} is of ${utcMinute(at)}`;
  if (at > plus(now, clockSkew))
    return { state: 'failed', because: `${of}, which is still to come: one of the clocks is wrong` };
  if (at >= minus(now, within)) return { state: 'passed', because: `${of}; it may be ${formatDuration(within)} old` };
  const old = `${of}, older than ${formatDuration(within)}`;
  return growing === undefined
    ? { state: 'failed', because: old }
    : { state: 'waiting', because: `${growing} is still being written; ${old}` };
}
