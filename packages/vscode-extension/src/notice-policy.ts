import type { Notice } from './notice.ts';
import type { NotificationLevel, QuietHours } from './settings.ts';

/** What of the notices a person wants to be told, at a minute of their day. Pure. */
export function mayTell(
  { type }: Pick<Notice, 'type'>,
  { level, quietHours }: { readonly level: NotificationLevel; readonly quietHours: QuietHours | undefined },
  minuteOfDay: number,
): boolean {
  if (quietHours !== undefined && isWithin(quietHours, minuteOfDay) && !aboutRollback.has(type)) return false;
  switch (level) {
    case 'all':
      return true;
    case 'verdictChanges':
      return type !== 'unreachable';
    case 'rollbackOnly':
      return aboutRollback.has(type);
    case 'none':
      return false;
  }
}

/** These wait for an answer: nobody sleeps through them by a setting for quiet. */
const aboutRollback: ReadonlySet<Notice['type']> = new Set(['roll-back', 'rollback-asked']);

/** Quiet hours may reach over midnight. */
const isWithin = ({ from, until }: QuietHours, minute: number): boolean =>
  from <= until ? minute >= from && minute < until : minute >= from || minute < until;
