import { coverageOf } from '../seen-time.ts';
import { type Standing, silentAfter } from '../standing.ts';
import { soundAgain } from '../violation.ts';
import { clock, type Explained } from './explained.ts';
import { failsWhen } from './fails-when.ts';
import { passesWhen } from './passes-when.ts';
import { recoversWhen } from './recovers-when.ts';
import { period, times } from './wording.ts';

/** The smallest change that would turn how the criterion stands; undefined when no reading could. */
export function flipsWhen(explained: Explained, standing: Standing, verdictEvidence: number): string | undefined {
  switch (standing.state) {
    case 'failing':
      return standing.why === 'evidence' ? recoversWhen(explained) : keepsRuleWhen(explained, standing.why);
    case 'blind':
      return seesWhen(explained, standing.why);
    case 'passing':
      return fails(explained, verdictEvidence);
    case 'undecided':
      return decidesWhen(explained, standing.why, verdictEvidence);
  }
}

function decidesWhen(
  explained: Explained,
  why: Extract<Standing, { state: 'undecided' }>['why'],
  verdictEvidence: number,
): string | undefined {
  switch (why) {
    case 'thin':
      return [passesWhen(explained), fails(explained, verdictEvidence)].filter((part) => part !== undefined).join('; ');
    case 'suspicious':
    case 'unconfirmed':
      return fails(explained, verdictEvidence);
    case 'gaps':
      return coveredWhen(explained);
    case 'no-reading':
      return 'judged from the first acceptable reading on';
    case 'no-units':
      return explained.judged.criterion.measure === 'count' ? undefined : 'judged from the first request on';
    case 'cannot-decide':
      return 'never in this watch: a limit in the plan would let it decide';
    case 'settling':
    case 'over-limit':
      return undefined;
  }
}

function fails(explained: Explained, verdictEvidence: number): string | undefined {
  const when = failsWhen(explained, verdictEvidence);
  return when === undefined ? undefined : `failing ${when}`;
}

function seesWhen(explained: Explained, why: Extract<Standing, { state: 'blind' }>['why']): string {
  const { of, judged, frame } = explained;
  switch (why) {
    case 'silent':
      return 'judged again with the next acceptable reading';
    case 'vanished':
      return 'judged again with the next request';
    case 'ahead':
      return `judged again from ${clock(explained, (of.lastReadingAt ?? 0) - silentAfter(judged, frame.tuning))} on`;
  }
}

/** What was missed stays missed; the watch grows until it is a small enough part. */
function coveredWhen({ of, judged, frame, now }: Explained): string {
  const enough = (now * (1 - coverageOf(of, judged, now))) / (1 - frame.tuning.coverage);
  return `passing at the earliest in ${period(Math.max(judged.everySeconds, enough - now))}, if no more readings are missing`;
}

function keepsRuleWhen({ judged, of }: Explained, why: 'violation' | 'outage' | 'no-data'): string | undefined {
  if (of.recoveredAt !== null) return undefined;
  if (judged.confirmation === 'standing' && why === 'violation') return 'never by itself: what happened stands';
  const so = why === 'no-data' ? of.presentInARow : of.violation.soundInARow;
  const left = Math.max(1, soundAgain - so);
  return `recovered after ${times(left, 'sound reading', 'sound readings')}${left === 1 ? '' : ' in a row'}`;
}
