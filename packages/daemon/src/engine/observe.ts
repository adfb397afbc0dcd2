import { exposureOf, type Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Watch } from '../ports/engine.ts';
import { type CriterionState, isSilenced, type JudgedCriterion, sumUpEvidence } from './criterion-state.ts';
import { noteFailures } from './failures.ts';
import { readingFault } from './reading-fault.ts';
import { rememberValues } from './recent-values.ts';
import { noteSeen } from './seen-time.ts';
import { shapeOf } from './shape.ts';
import { betOn, countInto } from './test-state.ts';
import type { Tuning } from './tuning.ts';
import { amountOf, unitsOf } from './units.ts';
import { noteViolation } from './violation.ts';
import { endingOf, type WatchFrame, type WatchState } from './watch-state.ts';

type Folded = ReturnType<Watch['observe']>;
const dropped = (because: string) => ({ folded: false as const, because });

/** Folds one reading into the state. Answers without touching it when the reading is not for this watch any more. */
export function observe(frame: WatchFrame, state: WatchState, observation: Observation): Folded {
  const { setup, tuning } = frame;
  const place = frame.places.get(observation.criterion) ?? -1;
  const judged = frame.criteria[place];
  const of = state.criteria[place];
  if (judged === undefined || of === undefined) return dropped(`the plan has no criterion "${observation.criterion}"`);

  const at = (observation.at - setup.startedAt) / 1000;
  const { seconds } = observation;
  if (!Number.isFinite(at) || !Number.isFinite(seconds) || seconds <= 0) return dropped('its time cannot be read');
  if (seconds > frame.latestEnd) return dropped('its interval is longer than the watch');
  if (at < 0) return dropped('it is from before the deploy finished');
  const fault = readingFault(judged.criterion, observation.reading, of.shape);
  // An answer may speak of time in which only failures to look were heard; of time that was answered for, nothing may.
  const taken = fault === undefined ? (of.lastReadingAt ?? 0) : of.foldedUntil;
  if (at < taken - seconds / 2) {
    const isSecond = of.foldedFrom !== null && at >= of.foldedFrom;
    const because = isSecond ? 'a second reading for its interval' : 'older than what is judged';
    return { ...dropped(because), isLate: true };
  }
  if (at >= tuning.horizonSeconds && endingOf(frame, state, at).state !== 'running')
    return dropped('the watch is over');

  foldReading(judged, of, { observation, at, end: at + seconds, fault }, tuning);
  noteFailures(frame, state, judged, of, at + seconds);
  return { folded: true };
}

function foldReading(
  judged: JudgedCriterion,
  of: CriterionState,
  {
    observation,
    at,
    end,
    fault,
  }: { observation: Observation; at: number; end: number; fault: ReturnType<typeof readingFault> },
  tuning: Tuning,
): void {
  const { criterion, confirmation, everySeconds, settleSeconds } = judged;
  const { reading, seconds } = observation;
  const spoken = spokenSeconds(observation, end - (of.lastReadingAt ?? Number.NEGATIVE_INFINITY));
  // Events of time that is not judged are no evidence; that there were any is a fact.
  const since = spoken > seconds && confirmation === undefined ? end - spoken : at;
  const isJudged = since >= settleSeconds && !isSilenced(of, at, since);
  const units = fault === undefined ? unitsOf(criterion, reading, spoken) : undefined;
  const isAnswer = units !== undefined || (reading.type === 'absent' && criterion.noData === 'failing');

  if (fault !== undefined) of.lastTrouble = { at: end, because: fault };
  if (isAnswer) {
    of.readings += 1;
    of.lastReadingAt = end;
    noteSeen(of, at, end, everySeconds);
  }
  if (units !== undefined) {
    of.shape ??= shapeOf(reading);
    if (amountOf(units) > 0) of.lastUnitAt = end;
    if (units.type === 'measured' && of.recent !== null) rememberValues(of.recent, units.values);
  }

  const counted = isJudged ? units : undefined;
  if (isJudged && isAnswer) of.judged += 1;
  if (isJudged && reading.type === 'absent' && criterion.noData === 'failing') {
    of.absentInARow += 1;
    of.presentInARow = 0;
  }
  if (counted !== undefined) {
    of.absentInARow = 0;
    of.presentInARow += 1;
    const because = 'because' in reading ? reading.because : undefined;
    if (confirmation !== undefined || criterion.measure === 'check') {
      noteViolation(judged, of, { units: counted, at, because }, tuning);
    } else if (because !== undefined) of.violation.because = because;
  }
  const interval = { at, seconds: Math.max(0, end - of.foldedUntil), units: counted };
  const fold = confirmation === undefined ? betOn : countInto;
  for (const test of of.tests) fold(test, interval, tuning);
  sumUpEvidence(of);
  of.foldedFrom = at;
  of.foldedUntil = Math.max(of.foldedUntil, end);
}

/** Of how many seconds it speaks: of a gap before it too, but never of time that was answered for. */
function spokenSeconds(observation: Observation, unanswered: number): number {
  const { seconds } = observation;
  return Math.min(exposureOf(observation), Math.max(seconds, unanswered));
}
