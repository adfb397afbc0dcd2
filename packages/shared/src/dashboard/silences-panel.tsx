import type { EnvironmentView } from '../api/views.ts';
import { countdown } from '../present/remaining.ts';
import { between, millis, minutes } from '../vocabulary/time.ts';
import { Glyph } from './glyph.tsx';
import { dayAndTime, timeOf } from './local-time.ts';
import { useNow } from './use-now.ts';

/** Which criteria are muted, by whom, why, and until when. */
export function SilencesPanel({ verdict }: { verdict: EnvironmentView['verdict'] }) {
  const now = useNow(minutes(0.5));
  const { silences, criteria } = verdict;
  if (silences.length === 0) return null;
  return (
    <section class="card">
      <h2>Silences</h2>
      <ul class="items">
        {silences.map(({ id, criterion, owner, reason, until }) => (
          <li key={id}>
            <Glyph name="mute" />
            <span>
              {criteria.find(({ name }) => name === criterion)?.title ?? criterion}
              <small>
                {owner}: {reason}
              </small>
              <small>
                until {dayAndTime(timeOf(until))}, {countdown(millis(Math.max(0, between(now, timeOf(until)))))} left
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
