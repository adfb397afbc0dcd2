import type { DeploymentView } from '../api/views.ts';
import { between, hours, type Instant, instant, millis, minus, minutes, plus } from '../vocabulary/time.ts';
import { timeOf } from './local-time.ts';
import type { Range } from './time-axis.ts';

/** How much of the watch the charts show. */
export const zooms = ['whole', '6h', '1h'] as const;
export type Zoom = (typeof zooms)[number];

export const zoomWords: Readonly<Record<Zoom, string>> = { whole: 'Whole watch', '6h': 'Last 6 h', '1h': 'Last hour' };

/**
 * What the charts of a deployment show. It begins before the deploy, so that the old version can be compared, and ends
 * at a round span after it, so that a live chart moves on now and then instead of all the time.
 */
export function chartRange(
  { requestedAt, finishedAt, endedAt }: Pick<DeploymentView, 'requestedAt' | 'finishedAt' | 'endedAt'>,
  now: Instant,
  zoom: Zoom,
): Range {
  const last = endedAt === undefined ? now : timeOf(endedAt);
  if (zoom !== 'whole') {
    const span = zoom === '1h' ? hours(1) : hours(6);
    const step = millis(span / 60);
    const until = instant(Math.ceil((last + 1) / step) * step);
    return { from: minus(until, span), until };
  }
  const began = timeOf(finishedAt ?? requestedAt);
  const shown = endedAt === undefined ? roundSpan(between(began, last)) : between(began, last);
  const lead = Math.min(hours(1), Math.max(minutes(0.5), shown / 4));
  const until = plus(began, millis(Math.max(shown, minutes(1))));
  return { from: minus(instant(Math.min(began, timeOf(requestedAt))), millis(lead)), until };
}

const spans = [1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 720, 960, 1_200, 1_440].map(minutes);

function roundSpan(span: number): number {
  return spans.find((one) => one > span) ?? Math.ceil((span + 1) / hours(4)) * hours(4);
}
