import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { between, formatDuration, type Instant, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { clean } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';

/** Two lines for each silence: what and for how long, then why, by whom, and its id. */
export function silenceLines(
  silences: readonly Pick<Silence, 'id' | 'environment' | 'criterion' | 'owner' | 'reason' | 'until'>[],
  now: Instant,
  paint: Pick<Paint, 'strong' | 'quiet'>,
): readonly string[] {
  if (silences.length === 0) return ['Nothing is silenced.'];
  return silences.flatMap(({ id, environment, criterion, owner, reason, until }) => {
    const end = parseRfc3339(until);
    const left = end === undefined ? '' : `, for ${formatDuration(between(now, end))} more`;
    return [
      `  ${paint.strong(criterion)} in ${environment} until ${until}${left}`,
      `    ${clean(`${owner}: ${reason}`)}  ${paint.quiet(id)}`,
    ];
  });
}
