import { type Instant, type Millis, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { Span } from './series.ts';

export interface Cutting {
  /** What is known of the time before the real deploy. */
  readonly history: Span;
  /** What each pretended deploy has before it, at least. */
  readonly baseline: Millis;
  /** How long each is watched. */
  readonly watch: Millis;
  /** From one to the next. */
  readonly every: Millis;
  /** Real deploys and their settling, and versions that were bad: no pretended watch may touch them. */
  readonly leaveOut: readonly Span[];
}

/** Times at which nothing was deployed, cut from a history so that each has its baseline before and its watch after it. */
export function pretendedDeploys({ history, baseline, watch, every, leaveOut }: Cutting): readonly Instant[] {
  const deploys: Instant[] = [];
  const earliest = plus(history.from, baseline);
  for (let at = minus(history.to, watch); at >= earliest; at = minus(at, every)) {
    const end = plus(at, watch);
    if (!leaveOut.some(({ from, to }) => at < to && end > from)) deploys.push(at);
  }
  return deploys.reverse();
}

/** How many of the watches do not overlap: overlapping ones say the same twice. `deploys` in order of time. */
export function apart(deploys: readonly Instant[], watch: Millis): number {
  let count = 0;
  let free = Number.NEGATIVE_INFINITY;
  for (const at of deploys) {
    if (at < free) continue;
    count += 1;
    free = plus(at, watch);
  }
  return count;
}
