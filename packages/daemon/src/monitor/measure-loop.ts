import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import {
  between,
  type Instant,
  inSeconds,
  type Millis,
  millis,
  minus,
  plus,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import { nextDue } from '../engine/due.ts';
import { type Clock, timedOut } from '../ports/clock.ts';
import type { Occasion, Probe } from '../ports/source.ts';
import { linkedSignal } from './linked-signal.ts';

export interface Measured {
  readonly observation: Observation;
  readonly took: Millis;
  /** Points of the grid that went by unread since the reading before: gaps, never made up for. */
  readonly missed: number;
}

/** Reads one criterion at each point of its grid until `signal` aborts. Readings never overlap. */
export async function measureLoop(options: {
  readonly criterion: Criterion;
  readonly probe: Probe;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What runs there now. */
  occasion(): Occasion;
  onMeasured(measured: Measured): void;
}): Promise<void> {
  const { criterion, probe, clock, occasion } = options;
  const { name, every, timeout } = criterion;
  // A signal of its own: with thousands of listeners on one, each that comes or goes is looked for among all.
  const { signal, release } = linkedSignal(options.signal);
  /** Ends the reading that is under way. */
  let patience: AbortController | undefined;
  signal.addEventListener('abort', () => patience?.abort(signal.reason));
  let missed = 0;
  let answered: Instant | undefined;
  const read = patientReader((given) => answerOf(probe, given, occasion()), clock);
  let due = nextDue(criterion, clock.now());
  for (;;) {
    await clock.sleep(millis(Math.max(0, between(clock.now(), due))), signal);
    if (signal.aborted) return release();
    const began = clock.elapsed();
    const asking = new AbortController();
    patience = asking;
    const callOff = clock.alarm(timeout, () => asking.abort(timedOut));
    const answer = await read(asking.signal).finally(callOff);
    if (signal.aborted) return release();
    const reading = answered === undefined ? answer : ofUnanswered(answer, between(answered, due), every);
    if (reading.type !== 'error' && reading.type !== 'absent') answered = due;
    const observation = { criterion: name, at: minus(due, every), seconds: inSeconds(every), reading };
    options.onMeasured({ observation, took: millis(clock.elapsed() - began), missed });
    const next = plus(due, every);
    due = clock.now() < next ? next : nextDue(criterion, clock.now());
    missed = Math.round(between(next, due) / every);
  }
}

/** A count that speaks of more time than nobody has spoken of yet speaks of that much: no time is counted twice. */
function ofUnanswered(reading: Reading, unanswered: number, every: Millis): Reading {
  if (reading.type !== 'count' || reading.over === undefined) return reading;
  const { over, ...of } = reading;
  const most = inSeconds(millis(unanswered));
  if (over <= most) return reading;
  return unanswered <= every ? of : { ...of, over: most };
}

/** What a source may take to notice that its time is over, before it is given up. */
const lastChance = seconds(1);

type Ask = (signal: AbortSignal) => Promise<Reading>;

/** Asks one probe, one question at a time. A source that never answers holds up nobody but its own criterion. */
function patientReader(ask: Ask, clock: Clock): Ask {
  let asked: Promise<Reading> | undefined;
  const stillOut: Reading = { type: 'error', because: 'the source does not answer, not even when its time is over' };
  return async (signal) => {
    if (asked !== undefined) return stillOut;
    asked = ask(signal).finally(() => {
      asked = undefined;
    });
    const { promise: givenUp, resolve } = Promise.withResolvers<Reading>();
    // Made only when it is needed: to abort it makes an exception, stack and all.
    let waiting: AbortController | undefined;
    const giveUp = () => {
      waiting = new AbortController();
      void clock.sleep(lastChance, waiting.signal).then(() => resolve(stillOut));
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
    return Promise.race([asked, givenUp]).finally(() => {
      signal.removeEventListener('abort', giveUp);
      waiting?.abort();
    });
  };
}

/** A probe must not reject; one that does is a bug of its kind, told as what it is, and the watch goes on. */
async function answerOf(probe: Probe, signal: AbortSignal, occasion: Occasion): Promise<Reading> {
  try {
    return await probe.observe(signal, occasion);
  } catch (cause) {
    return {
      type: 'error',
      because: `a fault in the source: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
}
