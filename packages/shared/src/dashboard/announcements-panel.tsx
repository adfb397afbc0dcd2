import type { EnvironmentView } from '../api/views.ts';
import { announcementSentence } from '../present/announcement-words.ts';
import { Glyph, type GlyphName } from './glyph.tsx';
import { dayAndTime, timeOf } from './local-time.ts';

type Announcement = NonNullable<NonNullable<EnvironmentView['deployment']>['announcements']>[number];

const glyphs: Readonly<Record<Announcement['outcome'], GlyphName>> = {
  sent: 'check',
  uncertain: 'question',
  failed: 'cross',
};

/** Who was told what, and whether it arrived. */
export function AnnouncementsPanel({ announcements = [] }: { announcements: readonly Announcement[] | undefined }) {
  if (announcements.length === 0) return null;
  return (
    <section class="card">
      <h2>Announcements</h2>
      <ul class="items">
        {announcements.map((one) => (
          <li
            key={one.key}
            class={one.outcome === 'sent' ? 'item-passed' : one.outcome === 'failed' ? 'item-failed' : ''}
          >
            <Glyph name={glyphs[one.outcome]} />
            <span>
              {announcementSentence(one)}
              <small>{dayAndTime(timeOf(one.at))}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
