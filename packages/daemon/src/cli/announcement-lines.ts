import type { AnnouncementView } from '@daywatch/shared/api/views.ts';
import { reasonWords } from '@daywatch/shared/present/announcement-words.ts';
import { clean } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

/** Two lines for each message, the newest first: what became of it, for whom; then its subject or what is wrong. */
export function announcementLines(
  announcements: readonly AnnouncementView[],
  paint: Pick<Paint, 'good' | 'bad' | 'quiet' | 'strong'>,
): readonly string[] {
  if (announcements.length === 0) return ['Nothing was announced yet.'];
  return announcements.flatMap((one) => {
    const { announcement, by, to, role, reason, state, subject, because, dueAt, notBefore, attempts, settledAt } = one;
    const whom = role === undefined ? to : `${to} (${role})`;
    const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
    const when = settledAt ?? (notBefore !== undefined && notBefore > dueAt ? `not before ${notBefore}` : dueAt);
    const wrong = state !== 'sent' && because !== undefined ? [`    ${paint.bad(clean(because))}`] : [];
    return [
      `  ${marks[state](paint)} ${paint.strong(announcement)}  ${clean(whom)} by ${by}, ${reasonWords[reason]}  ${paint.quiet(`${when}${tries}`)}`,
      ...(subject === undefined ? [] : [`    ${clean(subject)}`]),
      ...wrong,
    ];
  });
}

type Mark = (paint: Pick<Paint, 'good' | 'bad' | 'quiet'>) => string;

const marks: Readonly<Record<AnnouncementView['state'], Mark>> = {
  due: ({ quiet }) => quiet('… due'),
  claimed: ({ quiet }) => quiet('… sending'),
  'handed-over': ({ quiet }) => quiet('… sending'),
  sent: ({ good }) => good('✓ sent'),
  failed: ({ bad }) => bad('✗ failed'),
  uncertain: ({ bad }) => bad('? uncertain'),
  withdrawn: ({ quiet }) => quiet('- withdrawn'),
};
