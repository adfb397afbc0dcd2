import { isSilenced } from '../criterion-state.ts';
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
      return standing.why === 'evidence'
        ? onceJudged(explained, recoversWhen(explained))
        : keepsRuleWhen(explained, standing.why);
    case 'blind':
      return seesWhen(explained, standing.why);
    case 'passing':
      return onceJudged(explained, fails(explained, verdictEvidence));
    case 'undecided':
      return decidesWhen(explained, standing.why, verdictEvidence);
  }
}

/** What readings would turn waits for the end of a silence: until then none of them is judged. */
function onceJudged(explained: Explained, turn: string | undefined): string | undefined {
  const { of, now } = explained;
  if (turn === undefined || of.silence === null || !isSilenced(of, now)) return turn;
  return `judged again from ${clock(explained, of.silence.until)} on, when its silence ends`;
}

function decidesWhen(
  explained: Explained,
  why: Extract<Standing, { state: 'undecided' }>['why'],
  verdictEvidence: number,
): string | undefined {
  switch (why) {
    case 'thin':
      return onceJudged(
        explained,
        [passesWhen(explained), fails(explained, verdictEvidence)].filter((part) => part !== undefined).join('; '),
      );
    case 'suspicious':
    case 'unconfirmed':
      return onceJudged(explained, fails(explained, verdictEvidence));
    case 'gaps':
      return coveredWhen(explained);
    case 'no-reading':
      return onceJudged(explained, 'judged from the first acceptable reading on');
    case 'no-units':
      return explained.judged.criterion.measure === 'count'
        ? undefined
        : onceJudged(explained, 'judged from the first request on');
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

function keepsRuleWhen(explained: Explained, why: 'violation' | 'outage' | 'no-data'): string | undefined {
  const { judged, of } = explained;
  if (of.recoveredAt !== null) return undefined;
  if (judged.confirmation === 'standing' && why === 'violation') return 'never by itself: what happened stands';
  const so = why === 'no-data' ? of.presentInARow : of.violation.soundInARow;
  const left = Math.max(1, soundAgain - so);
  const row = left === 1 ? '' : ' in a row';
  return onceJudged(explained, `recovered after ${times(left, 'sound reading', 'sound readings')}${row}`);
}
