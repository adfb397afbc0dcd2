import type { BaselineFooting } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import {
  between,
  days,
  hours,
  type Instant,
  inSeconds,
  instant,
  type Millis,
  millis,
  minus,
  minutes,
  parseRfc3339,
  rfc3339,
  seconds,
} from '@daywatch/shared/vocabulary/time.ts';
import { hasTouched } from '../deployments/at-work.ts';
import type { Clock } from '../ports/clock.ts';
import type { Frozen } from '../ports/commands.ts';
import type { History, Probe } from '../ports/source.ts';
import type { FrozenBaseline, Store } from '../ports/store.ts';
import { aborted } from './aborted.ts';
import { footingOf } from './baseline-footing.ts';
import { hourOf, readMinutes } from './hour-keeper.ts';
import {
  endOfMinute,
  endOfReading,
  leaveOut,
  type Span,
  spansOfDeployments,
  spansOfOtherQuestions,
  spansOfSilences,
} from './left-out.ts';
import { mergeHistory } from './merge-history.ts';
import { questionHash } from './question-hash.ts';

/** How far back a baseline reaches: every hour of the week once. */
export const baselineReach: Millis = days(7);
/** With less than this of it seen, the daemon asks the source what it remembers. */
const enough = 0.9 * inSeconds(baselineReach);
/** What all sources together may take: a deploy waits for it, and its runner for an answer within 10 s. */
const historyWithin = seconds(5);
/** Criteria that are frozen side by side: one waits for its source while others are worked on. */
const atATime = 4;

/** To save waits for the disk each time; what waits to be saved takes memory. */
const savedAtOnce = { criteria: 100, readings: 20_000 };

export interface BaselineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly environment: string;
  readonly sources: Plan['sources'];
  readonly criteria: readonly Criterion[];
  readonly settle: Millis;
  probeOf(criterion: string): Probe | undefined;
}

/** Keeps what the version that serves until `until` was like as the baseline of `deployment`. */
export async function freezeBaseline(parts: BaselineParts, deployment: Deployment, until: Instant): Promise<Frozen> {
  const { store, environment, sources, criteria, settle, clock } = parts;
  const from = minus(until, baselineReach);
  const bad = spansOfDeployments(await earlierThan(store, deployment, from), settle, until);
  const silences = await store.silences(environment, from);
  const asked = Map.groupBy(await store.questions(environment), ({ criterion }) => criterion);
  const patience = clock.timeout(historyWithin);

  const footings: BaselineFooting[] = [];
  let made: FrozenBaseline[] = [];
  const save = async () => {
    const saved = made;
    made = [];
    await store.saveBaselines(deployment.id, saved);
  };
  const keep = async (frozen: FrozenBaseline) => {
    made.push(frozen);
    const readings = made.reduce((sum, one) => sum + one.readings.length, 0);
    if (made.length >= savedAtOnce.criteria || readings >= savedAtOnce.readings) await save();
  };
  await inTurns(criteria, atATime, async (criterion) => {
    const { name } = criterion;
    const ofItself = spansOfSilences(silences.filter((silence) => silence.criterion === name));
    const question = questionHash(sources, criterion);
    const otherQuestions = spansOfOtherQuestions(asked.get(name) ?? [], question, until);
    const own = await ownReadings(parts, criterion, { from, until, spans: [...bad, ...ofItself, ...otherQuestions] });
    // What a source remembers answers the question of today, whatever was asked then.
    const past = await rememberedReadings(parts, criterion, { from, until, own: own.kept, patience });
    const added = leaveOut(past.readings, [...bad, ...ofItself], endOfReading);
    const readings = mergeHistory(own.kept, added.kept);
    const footing = footingOf({
      criterion,
      readings,
      until,
      question,
      leftOut: [...new Set([...own.spans, ...added.spans])],
      fromSource: readings.length - own.kept.length,
      ...(past.trouble !== undefined && { trouble: past.trouble }),
    });
    footings.push(footing);
    await keep({ criterion: name, footing, readings });
  });
  await save();
  return {
    observations: footings.reduce((sum, { readings }) => sum + readings, 0),
    rungs: Object.fromEntries(
      [...Map.groupBy(footings, ({ rung }) => rung)].map(([rung, standing]) => [rung, standing.length]),
    ),
    leftOut: bad
      .filter(({ to }) => to > from)
      .map(({ from, to, because }) => ({ from: rfc3339(from), until: rfc3339(to), because })),
  };
}

/** Deployments that say what ran since `from`: newest first, down to the first that came before. */
async function earlierThan(store: Store, { id, environment }: Deployment, from: Instant): Promise<Deployment[]> {
  const found: Deployment[] = [];
  for (let before: string | undefined; ; ) {
    const page = await store.deployments({ environment, limit: 50, ...(before !== undefined && { before }) });
    found.push(...page.filter((other) => other.id !== id));
    const last = page.at(-1);
    if (last === undefined || page.length < 50) return found;
    if (page.some((one) => hasTouched(one) && (parseRfc3339(one.requestedAt) ?? 0) < from)) return found;
    before = last.id;
  }
}

interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
}

/** What the daemon read itself: the last hours as they were read, what is older by the minute. */
async function ownReadings(
  { store, environment }: BaselineParts,
  { name: criterion }: Criterion,
  { from, until, spans }: Stretch & { readonly spans: readonly Span[] },
) {
  // Under half an hour in all, the engine looks at single readings.
  const recent = hourOf(minus(until, hours(1)));
  const minuteByMinute = await readMinutes({ store, environment, criterion, from: hourOf(from), to: recent });
  const single = await store.observations({ environment, criterion, from: recent, to: until });
  const isWithin = (reading: Observation) =>
    reading.at >= from &&
    endOfReading(reading) <= until &&
    reading.reading.type !== 'absent' &&
    reading.reading.type !== 'error';
  const older = leaveOut(minuteByMinute.filter(isWithin), spans, endOfMinute);
  const newer = leaveOut(single.filter(isWithin), spans, endOfReading);
  return { kept: [...older.kept, ...newer.kept], spans: [...new Set([...older.spans, ...newer.spans])] };
}

/** What the source remembers of the time before, asked for by the minute. It may fail, and the deploy goes on. */
async function rememberedReadings(
  { clock, probeOf }: BaselineParts,
  criterion: Criterion,
  { from, until, own, patience }: Stretch & { readonly own: readonly Observation[]; readonly patience: AbortSignal },
): Promise<{ readonly readings: readonly Observation[]; readonly trouble?: string }> {
  const probe = probeOf(criterion.name);
  const seen = own.reduce((sum, reading) => sum + reading.seconds, 0);
  if (probe?.history === undefined || seen >= enough) return { readings: [] };
  const every = millis(Math.max(criterion.every, minutes(1)));
  const aligned = instant(Math.floor(until / every) * every);
  const stretch = {
    from: minus(aligned, millis(Math.floor(between(from, aligned) / every) * every)),
    to: aligned,
    every,
  };
  const answered = new AbortController();
  const lastChance: Promise<History> = (async () => {
    await aborted(patience, answered.signal);
    await clock.sleep(seconds(1), answered.signal);
    return { type: 'failed', because: 'it did not answer in time' };
  })();
  const asked = probe.history(stretch, patience).catch(faultOf);
  const answer = await Promise.race([asked, lastChance]).finally(() => answered.abort());
  if (answer.type === 'failed') return { readings: [], trouble: answer.because };
  const readings = answer.readings.map((reading) => ({ ...reading, criterion: criterion.name }));
  return { readings: readings.filter((reading) => reading.at >= from && endOfReading(reading) <= until) };
}

/** A probe must not reject; one that does is a bug of its kind, told as what it is. */
const faultOf = (cause: unknown): History => ({
  type: 'failed',
  because: `a fault in the source: ${cause instanceof Error ? cause.message : String(cause)}`,
});

/** At most `width` at a time. */
async function inTurns<T>(list: readonly T[], width: number, work: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...list];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
