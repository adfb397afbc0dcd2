import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Standing } from '../standing.ts';
import type { Count } from '../statistics/law.ts';
import { ticksUntil } from '../statistics/ticks-until.ts';
import { barAt, lawOf } from '../test-limit.ts';
import { certifying, type TestState, unitsToRuleOut } from '../test-state.ts';
import { noGoEvidence } from '../tuning.ts';
import { outageInARow, soundAgain } from '../violation.ts';
import type { Explained } from './explained.ts';
import { amount, percent, times, valueIn } from './wording.ts';

/** A change that needs more readings in a row than this is no news. */
const mostReadings = 10_000;

/** The smallest change that would turn how the criterion stands; undefined when no reading could. */
export function flipsWhen(explained: Explained, standing: Standing, verdictEvidence: number): string | undefined {
  const { judged, of, frame } = explained;
  switch (standing.state) {
    case 'failing':
      return standing.why === 'evidence' ? recoversWhen(explained) : keepsRuleWhen(explained, standing.why);
    case 'blind':
      if (standing.why === 'ahead') return undefined;
      return standing.why === 'silent'
        ? 'undecided again with the next acceptable reading'
        : 'undecided again with the next request';
    case 'passing':
      return failsWhen(explained, verdictEvidence);
    case 'undecided':
      switch (standing.why) {
        case 'thin':
          return passesWhen(explained);
        case 'unconfirmed':
          return 'failing if the next reading confirms it';
        case 'gaps':
          return `passing at the earliest when ${percent(frame.tuning.coverage)} of the expected readings have arrived`;
        case 'no-reading':
        case 'settling':
        case 'no-units':
        case 'suspicious':
          return judged.confirmation === undefined && of.judged > 0 ? failsWhen(explained, verdictEvidence) : undefined;
        case 'cannot-decide':
        case 'over-limit':
          return undefined;
      }
  }
}

/** Units in one reading, as it has been since the deploy. */
const usualUnits = (test: TestState, judged: number): number => (judged > 0 ? test.n / judged : 0);

function failsWhen({ judged, of, frame, figures, now }: Explained, verdictEvidence: number): string | undefined {
  const { criterion, confirmation, weight, deciding } = judged;
  if (confirmation === 'standing')
    return `failing with the first ${criterion.measure === 'count' ? 'event' : 'bad request'}`;
  const inARow = confirmation === 'in-total' ? '' : ' in a row';
  if (confirmation !== undefined) {
    return `failing after ${times(criterion.confirm, 'violating reading', 'violating readings')}${criterion.confirm === 1 ? '' : inARow}`;
  }

  const { tuning } = frame;
  const target = deciding ? (noGoEvidence(tuning) - verdictEvidence) / weight + figures.eValue : noGoEvidence(tuning);
  const imagined = of.tests.map((test) => {
    const n = usualUnits(test, of.judged);
    const units: Count = {
      n,
      k: criterion.measure === 'count' ? Math.max(1, n * barAt(test.limit, now, tuning).rate * 10) : n,
    };
    return {
      process: test.process,
      units,
      limit: barAt(test.limit, now, tuning).rate,
      phi: test.phi,
      law: lawOf(test.limit),
    };
  });
  const readings = ticksUntil({ imagined, seconds: judged.everySeconds, target, most: mostReadings, tuning });
  const isOutage = criterion.measure === 'check' && criterion.severity === 'blocking';
  const needed = isOutage ? Math.min(outageInARow, readings ?? outageInARow) : readings;
  if (needed === undefined) return undefined;
  if (criterion.measure === 'check') return `failing after ${times(needed, 'failed look', 'failed looks')} in a row`;
  return `failing after ${times(needed, 'reading', 'readings')} in a row ${allBad(criterion, figures.threshold)}`;
}

function allBad({ measure, worse, ...criterion }: Criterion, threshold: number | undefined): string {
  const beyond = `${worse === 'lower' ? 'under' : 'over'} ${valueIn(criterion, threshold ?? 0)}`;
  switch (measure) {
    case 'rate':
    case 'check':
      return 'with every request bad';
    case 'count':
      return 'with ten times the allowed events';
    case 'latency':
      return `with every request ${beyond}`;
    case 'gauge':
      return beyond;
  }
}

function passesWhen({ judged, of, frame }: Explained): string {
  const { criterion, goFactor } = judged;
  const { tuning } = frame;
  const more = Math.max(...certifying(of.tests, tuning).map((test) => unitsToRuleOut(test, goFactor, tuning)));
  if (criterion.measure === 'count')
    return `passing after ${times(Math.ceil(more), 'minute', 'minutes')} without an event`;
  return `passing after ${amount(criterion, more)} more without a bad one`;
}

function recoversWhen({ judged, of, frame, now }: Explained): string | undefined {
  if (of.recoveredAt !== null) return undefined;
  const { tuning } = frame;
  const each = of.tests.map((test) => {
    if (test.recovery === null) return undefined;
    const { rate } = barAt(test.limit, now, tuning);
    const units = { n: usualUnits(test, of.judged), k: 0 };
    return ticksUntil({
      imagined: [{ process: test.recovery, units, limit: rate, phi: test.phi, law: lawOf(test.limit) }],
      seconds: judged.everySeconds,
      target: 1 / tuning.recoveryAlpha,
      most: mostReadings,
      tuning,
    });
  });
  const needed = each.every((readings) => readings !== undefined) ? Math.max(...each) : undefined;
  const bad = judged.criterion.measure === 'count' ? 'an event' : 'a bad one';
  return needed === undefined
    ? undefined
    : `recovered after ${times(needed, 'reading', 'readings')} in a row without ${bad}`;
}

function keepsRuleWhen({ judged, of }: Explained, why: 'violation' | 'outage' | 'no-data'): string | undefined {
  if (of.recoveredAt !== null || (judged.confirmation === 'standing' && why === 'violation')) return undefined;
  return `recovered after ${soundAgain} sound readings in a row`;
}
