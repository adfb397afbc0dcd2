import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import {
  hours,
  type Instant,
  instant,
  type Millis,
  millis,
  minus,
  parseRfc3339,
  plus,
} from '@daywatch/shared/vocabulary/time.ts';
import { hasTouched } from '../deployments/decide.ts';
import type { Store } from '../ports/store.ts';

/** How far back a baseline reaches. */
export const baselineReach: Millis = hours(24);

interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Times that say nothing of a version in good health: each deploy with its settling, and all that a version did that
 * was rolled back, that failed, or that had a NO-GO, until something newer took its place. `deployments`: newest first.
 */
export function spansToLeaveOut(deployments: readonly Deployment[], settle: Millis, now: Instant): Span[] {
  return deployments.flatMap((deployment, place): Span[] => {
    const begun = at(deployment.requestedAt);
    if (begun === undefined || !hasTouched(deployment)) return [];
    if (deployment.phase === 'rolled-back') {
      return [{ from: begun, to: plus(at(deployment.rollback?.finishedAt) ?? now, settle) }];
    }
    if (wasBad(deployment)) {
      const newer = deployments.slice(0, place).findLast(hasTouched);
      return [{ from: begun, to: at(newer?.requestedAt) ?? now }];
    }
    return [{ from: begun, to: plus(at(deployment.finishedAt) ?? begun, settle) }];
  });
}

/** A person's GO makes good what the engine held against a version. */
const wasBad = ({ phase, verdict, decisions }: Deployment): boolean =>
  phase === 'failed' ||
  phase === 'interrupted' ||
  (phase !== 'succeeded' && (verdict?.verdict === 'no-go' || decisions.some(({ decision }) => decision !== 'go')));

const at = (text: string | undefined): Instant | undefined => (text === undefined ? undefined : parseRfc3339(text));

/** Keeps the readings of the version that serves now as the baseline of `deployment`; answers how many. */
export async function freezeBaseline(options: {
  readonly store: Store;
  readonly deployment: Deployment;
  readonly until: Instant;
  readonly settle: Millis;
}): Promise<number> {
  const { store, deployment, until, settle } = options;
  const { environment, id } = deployment;
  const from = minus(until, baselineReach);
  const readings = await store.observations({ environment, from, to: until });
  const earlier = (await store.deployments({ environment, limit: 100 })).filter((other) => other.id !== id);
  const leftOut = spansToLeaveOut(earlier, settle, until);
  const baseline = readings.filter(
    (reading) => within(reading, until) && !leftOut.some((span) => overlaps(reading, span)),
  );
  await store.saveBaseline(id, baseline);
  return baseline.length;
}

const endOf = (reading: Observation): Instant => plus(reading.at, millis(reading.seconds * 1_000));
const within = (reading: Observation, until: Instant): boolean => endOf(reading) <= until;
const overlaps = (reading: Observation, span: Span): boolean =>
  reading.at < span.to && endOf(reading) > instant(span.from);
