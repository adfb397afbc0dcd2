import { utcMinute } from '@daywatch/shared/present/utc-minute.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import {
  type Instant,
  instant,
  type Millis,
  millis,
  minutes,
  parseRfc3339,
  plus,
} from '@daywatch/shared/vocabulary/time.ts';
import { hasTouched } from '../deployments/at-work.ts';
import { badDecision } from '../deployments/bad-decision.ts';
import type { StoredQuestion } from '../ports/store.ts';

/** A time whose readings say nothing of a criterion in good health, and why. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
  readonly because: string;
  /** As each deploy has one: nothing to make words of. */
  readonly usual?: true;
}

/**
 * Each deploy with its settling, and all that a version did that was rolled back, that failed, or that had a NO-GO,
 * until something newer took its place. `deployments`: newest first.
 */
export function spansOfDeployments(deployments: readonly Deployment[], settle: Millis, now: Instant): Span[] {
  return deployments.flatMap((deployment, place): Span[] => {
    const from = at(deployment.requestedAt);
    if (from === undefined || !hasTouched(deployment)) return [];
    const { version } = deployment.version;
    if (deployment.phase === 'rolled-back') {
      const newer = at(deployments.slice(0, place).findLast(hasTouched)?.requestedAt) ?? now;
      const isIll = deployment.rollback?.watch?.ended?.outcome === 'not-recovered';
      const to = isIll ? newer : plus(at(deployment.rollback?.finishedAt) ?? now, settle);
      const because = isIll ? ', and what ran then had not recovered' : '';
      return [{ from, to, because: `${version}, which was rolled back${because}` }];
    }
    const fault = faultOf(deployment);
    if (fault !== undefined) {
      const newer = deployments.slice(0, place).findLast(hasTouched);
      return [{ from, to: at(newer?.requestedAt) ?? now, because: `${version}, which ${fault}` }];
    }
    const to = plus(at(deployment.finishedAt) ?? from, settle);
    return [{ from, to, because: `the deploy of ${version}`, usual: true }];
  });
}

/** A person's GO makes good what the engine held against a version. */
function faultOf(deployment: Deployment): string | undefined {
  const { phase, verdict } = deployment;
  if (phase === 'failed') return 'failed';
  if (phase === 'interrupted') return 'was interrupted';
  if (phase === 'succeeded') return undefined;
  const isNoGo = verdict?.verdict === 'no-go' || badDecision(deployment) !== undefined;
  return isNoGo ? 'had a NO-GO' : undefined;
}

export const spansOfSilences = (silences: readonly Silence[]): Span[] =>
  silences.flatMap(({ from, until, owner }) => {
    const [begin, end] = [at(from), at(until)];
    return begin === undefined || end === undefined
      ? []
      : [{ from: begin, to: end, because: `the time in which ${owner} had silenced it` }];
  });

/** All times at which something else was asked. `asked`: of one criterion, in order of time. */
export const spansOfOtherQuestions = (asked: readonly StoredQuestion[], question: string, now: Instant): Span[] =>
  asked.flatMap((one, place): Span[] => {
    if (one.question === question) return [];
    const to = asked[place + 1]?.since ?? now;
    return [{ from: one.since, to, because: `what was read before its query changed at ${utcMinute(to)}` }];
  });

const at = (text: string | undefined): Instant | undefined => (text === undefined ? undefined : parseRfc3339(text));

/** The readings that no span touches, and the spans that took any away. */
export function leaveOut(
  readings: readonly Observation[],
  spans: readonly Span[],
  endOf: (reading: Observation) => Instant,
): { readonly kept: readonly Observation[]; readonly spans: readonly Span[] } {
  if (spans.length === 0) return { kept: readings, spans };
  const used = new Set<Span>();
  const kept = readings.filter((reading) => {
    const touching = spans.filter((span) => reading.at < span.to && endOf(reading) > span.from);
    for (const span of touching) used.add(span);
    return touching.length === 0;
  });
  return { kept, spans: spans.filter((span) => used.has(span)) };
}

export const endOfReading = ({ at: begin, seconds }: Observation): Instant => plus(begin, millis(seconds * 1_000));

const minute = minutes(1);

/** A summed-up minute is kept or dropped whole: where readings are missing in it, its seconds end before its last one. */
export const endOfMinute = (summed: Observation): Instant =>
  instant(Math.max(endOfReading(summed), (Math.floor(summed.at / minute) + 1) * minute));
