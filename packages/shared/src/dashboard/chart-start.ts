import type { EnvironmentView } from '../api/views.ts';
import { hours, millis, minus, minutes, parseDuration, parseRfc3339, rfc3339 } from '../vocabulary/time.ts';

type Deployment = NonNullable<EnvironmentView['deployment']>;

/** Where a chart of a deployment begins: half a watch before it, an hour at most, so that the old version can be compared. */
export function chartStart(
  { requestedAt }: Pick<Deployment, 'requestedAt'>,
  watch: EnvironmentView['verdict']['watch'],
): string {
  const requested = parseRfc3339(requestedAt);
  const length = watch === undefined ? undefined : parseDuration(watch.for);
  if (requested === undefined) return requestedAt;
  const lead = Math.min(hours(1), Math.max(minutes(0.5), (length ?? hours(24)) / 2));
  return rfc3339(minus(requested, millis(lead)));
}
