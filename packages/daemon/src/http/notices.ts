import { announcementSentence } from '@daywatch/shared/present/announcement-words.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';

/** What people should know beside the verdict: whom a message did not reach. One that was sent again later is told no more. */
export const noticesOf = ({ announcements = [] }: Pick<Deployment, 'announcements'>): readonly string[] =>
  announcements.flatMap((note, index) => {
    const isMended = announcements
      .slice(index + 1)
      .some(
        ({ announcement, to, reason, outcome }) =>
          outcome === 'sent' && announcement === note.announcement && to === note.to && reason === note.reason,
      );
    if (note.outcome === 'sent' || isMended) return [];
    return [`${announcementSentence(note)}; send it again: daywatch announce --send ${note.announcement}`];
  });
