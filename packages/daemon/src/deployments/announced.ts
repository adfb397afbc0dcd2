import type { AnnouncementNote } from '@daywatch/shared/vocabulary/announce.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';

export type AnnouncementEvent = Extract<DeploymentEvent, { type: 'announcement-sent' | 'announcement-failed' }>;

/** What became of a message is recorded once, however often it is told. */
export const noteAnnouncement = (event: AnnouncementEvent, { announcements = [] }: Deployment) => ({
  events: announcements.some(({ key }) => key === event.key) ? [] : [event],
});

export function withAnnouncement(
  known: readonly AnnouncementNote[],
  event: AnnouncementEvent,
  at: string,
): readonly AnnouncementNote[] {
  const { key, announcement, by, to, role, reason } = event;
  const facts = { key, announcement, by, to, ...(role !== undefined && { role }), reason, at };
  if (event.type === 'announcement-failed') return [...known, { ...facts, outcome: 'failed', because: event.because }];
  const { subject, outcome, because } = event;
  return [...known, { ...facts, subject, outcome, ...(because !== undefined && { because }) }];
}
