import type { BaselineFooting, BaselineRung } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import {
  between,
  formatDuration,
  type Instant,
  type Millis,
  minutes,
  rfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import { groupThousands } from '@daywatch/shared/vocabulary/units.ts';
import { confirmationOf, toleranceOf } from '../engine/measures.ts';
import { defaultTuning } from '../engine/tuning.ts';
import type { Span } from './left-out.ts';

export interface FootingFacts {
  readonly criterion: Criterion;
  /** What is frozen, in order of time. */
  readonly readings: readonly Observation[];
  readonly until: Instant;
  readonly question: string;
  /** Times that took readings away; of those that each deploy has, nothing is told. */
  readonly leftOut: readonly Span[];
  /** How many of the readings the source remembered, and why it could not be asked for more. */
  readonly fromSource: number;
  readonly trouble?: string;
}

const day = seconds(86_400);
/** From here on the engine compares hour with hour. */
const sameHour = seconds(defaultTuning.sameHourDays * 86_400);
/** From here on the time of day after the deploy has been seen before it: the engine's `covered`. */
const wholeDay = seconds(86_400 - 2 * defaultTuning.coverSeconds);

/** On which rung of the ladder one criterion stands, and why on no higher one. */
export function footingOf(facts: FootingFacts): BaselineFooting {
  const { criterion, readings, until, question, leftOut, fromSource } = facts;
  const first = readings[0];
  const rung = rungOf(criterion, readings, until);
  return {
    rung,
    because: [inWords(rung, facts), ...asides(facts)].join('; '),
    ...(first !== undefined && { from: rfc3339(first.at) }),
    until: rfc3339(until),
    question,
    seconds: Math.round(readings.reduce((sum, reading) => sum + reading.seconds, 0)),
    readings: readings.length,
    fromSource,
    leftOut: leftOut
      .filter(({ usual }) => usual !== true)
      .map(({ from, to, because }) => ({ from: rfc3339(from), until: rfc3339(to), because })),
  };
}

function rungOf(criterion: Criterion, readings: readonly Observation[], until: Instant): BaselineRung {
  if (comparesNothing(criterion)) return 'limit-only';
  const first = readings[0];
  if (first === undefined || !readings.some(({ reading }) => hasUnits(reading))) {
    return criterion.limit === undefined ? 'nothing' : 'limit-only';
  }
  const span = between(first.at, until);
  if (span >= sameHour) return 'same-hour';
  return span >= wholeDay ? 'day-before' : 'before-deploy';
}

/** A limit without a tolerance, or a rule that is a fact and not statistics. */
const comparesNothing = (criterion: Criterion): boolean =>
  toleranceOf(criterion) === undefined || confirmationOf(criterion) !== undefined;

function inWords(rung: BaselineRung, { criterion, readings, until }: FootingFacts): string {
  const span = between(readings[0]?.at ?? until, until);
  const days = Math.round(span / day);
  switch (rung) {
    case 'same-hour':
      return `the same hour of the ${days} days before the deploy`;
    case 'day-before':
      return days < 2 ? 'the day before the deploy' : `the ${days} days before the deploy`;
    case 'before-deploy':
      return `the ${formatDuration(rounded(span))} before the deploy`;
    case 'limit-only':
      if (confirmationOf(criterion) !== undefined) return 'no baseline: one confirmed violation is enough';
      return toleranceOf(criterion) === undefined ? 'its limit alone' : `its limit alone: ${nothingRead(readings)}`;
    case 'nothing':
      return `nothing: ${nothingRead(readings)}`;
  }
}

/** To the minute, where there is one. */
const rounded = (span: Millis): Millis => (span < minutes(1) ? span : minutes(Math.round(span / minutes(1))));

const nothingRead = (readings: readonly Observation[]): string =>
  readings.length === 0 ? 'it has no readings of before the deploy' : 'nothing came in before the deploy';

function asides({ leftOut, readings, fromSource, trouble }: FootingFacts): string[] {
  const parts: string[] = [];
  if (fromSource > 0) {
    const share =
      fromSource === readings.length ? 'all' : `${groupThousands(fromSource)} of ${groupThousands(readings.length)}`;
    parts.push(`${share} readings as its source remembers them`);
  }
  if (trouble !== undefined) parts.push(`its source could not be asked for more: ${trouble}`);
  const reasons = [...new Set(leftOut.flatMap(({ because, usual }) => (usual === true ? [] : [because])))];
  if (reasons.length > 0) parts.push(`without ${reasons.join(', ')}`);
  return parts;
}

/** Whether anything was there to judge: a minute without a request says nothing of errors. */
function hasUnits(reading: Reading): boolean {
  switch (reading.type) {
    case 'rate':
      return reading.total > 0;
    case 'latency':
      return reading.values.length > 0;
    case 'histogram':
      return reading.counts.some((count) => count > 0);
    case 'count':
    case 'gauge':
    case 'check':
      return true;
    case 'absent':
    case 'error':
      return false;
  }
}
