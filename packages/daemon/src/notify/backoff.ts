import { hours, type Instant, type Millis, millis, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';

/** A message that could not be brought is tried again for so long, and so often at least. */
export const triedFor: Millis = hours(6);
export const triedAtLeast = 12;
const longest = minutes(10);

/** When to try again after so many attempts, or never. `chance` is 0 to 1, so that not all come at once. */
export function nextAttempt({
  attempts,
  dueAt,
  now,
  after,
  chance,
}: {
  readonly attempts: number;
  readonly dueAt: Instant;
  readonly now: Instant;
  /** What the other side asks for. */
  readonly after?: Millis;
  readonly chance: number;
}): Instant | 'never' {
  if (attempts >= triedAtLeast && now >= plus(dueAt, triedFor)) return 'never';
  const usual = Math.min(longest, seconds(5) * 2 ** Math.min(attempts - 1, 20));
  const wished = after === undefined ? 0 : Math.min(after, hours(1));
  return plus(now, millis(Math.max(wished, usual * (0.75 + chance / 2))));
}
