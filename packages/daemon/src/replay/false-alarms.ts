import { type Instant, type Millis, millis, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import type { Look } from '../engine/look.ts';
import { isDeciding } from '../engine/measures.ts';
import { defaultTuning } from '../engine/tuning.ts';
import type { WatchSetup } from '../ports/engine.ts';
import { apart, pretendedDeploys } from './pretended-deploys.ts';
import { replayWatch } from './replay-watch.ts';
import { outside, type Series, type Span, spanOf, within } from './series.ts';
import { wilson } from './wilson.ts';

/** What a history is cut into. */
export interface Cut {
  readonly watch: Omit<WatchSetup, 'startedAt'>;
  readonly series: Series;
  readonly baseline: Millis;
  readonly every: Millis;
  readonly leaveOut: readonly Span[];
  /** What is of the real deploy and after it is not looked at. */
  readonly until?: Instant;
}

/** One day on which nothing was deployed, and what the criteria said of it. */
export interface Pretended {
  readonly at: Instant;
  readonly noGoAt?: Instant;
  /** By name: when it began to fail. */
  readonly failed: ReadonlyMap<string, Instant>;
  /** By name: what did not fail and was not certified either in the whole watch, and why. */
  readonly uncertified: ReadonlyMap<string, string>;
}

export interface FalseAlarms {
  readonly history: Span;
  readonly watch: Millis;
  readonly pretended: readonly Pretended[];
  /** Watches that do not overlap, which is how much the interval rests on. */
  readonly apart: number;
  readonly noGo: number;
  /** Share of deploys with a false NO-GO that the data allow for, 95 %. */
  readonly interval: readonly [number, number];
  /** What is promised. */
  readonly bound: number;
  readonly criteria: readonly { readonly name: string; readonly decides: boolean; readonly failed: number }[];
}

/** How long a history must be for one pretended deploy, and how long it is. */
export interface TooShort {
  readonly needed: Millis;
  readonly there: Millis;
}

/** Runs the criteria over days on which nothing was deployed and counts how often they cry wolf. */
export function countFalseAlarms(cut: Cut, onDone?: (done: number, of: number) => void): FalseAlarms | TooShort {
  const { watch, series, baseline, every, leaveOut, until } = cut;
  const length = watch.settings.for;
  const span = spanOf(series);
  const history = span === undefined || until === undefined ? span : { ...span, to: least(span.to, until) };
  const needed = millis(baseline + length);
  const deploys = history === undefined ? [] : pretendedDeploys({ history, baseline, watch: length, every, leaveOut });
  if (history === undefined || deploys.length === 0) {
    return { needed, there: millis(history === undefined ? 0 : Math.max(0, history.to - history.from)) };
  }
  const pretended = deploys.map((at, index) => {
    const one = pretend(cut, at);
    onDone?.(index + 1, deploys.length);
    return one;
  });
  const independent = apart(deploys, length);
  const noGo = pretended.filter(({ noGoAt }) => noGoAt !== undefined).length;
  return {
    history,
    watch: length,
    pretended,
    apart: independent,
    noGo,
    interval: wilson((noGo / deploys.length) * independent, independent),
    bound: defaultTuning.alpha,
    criteria: watch.criteria.map((criterion) => ({
      name: criterion.name,
      decides: isDeciding(criterion),
      failed: pretended.filter(({ failed }) => failed.has(criterion.name)).length,
    })),
  };
}

const least = (a: Instant, b: Instant): Instant => (a < b ? a : b);

function pretend({ watch, series, baseline, leaveOut }: Cut, at: Instant): Pretended {
  const failed = new Map<string, Instant>();
  let noGoAt: Instant | undefined;
  let last: Look | undefined;
  const before = within(series, { from: minus(at, baseline), to: at });
  const replayed = replayWatch({
    setup: { ...watch, startedAt: at },
    baseline: outside(before, leaveOut),
    onLook: (look, when) => {
      last = look;
      if (look.decided.verdict === 'no-go') noGoAt ??= when;
      for (const { judged, standing } of look.standings) {
        const { name } = judged.criterion;
        if (standing.state === 'failing' && !failed.has(name)) failed.set(name, when);
      }
      return 'go-on';
    },
  });
  for (const reading of within(series, { from: at, to: plus(at, watch.settings.for) })) replayed.take(reading);
  const { judgements } = replayed.finish().last.assessment;
  const uncertified = new Map(
    (last?.standings ?? []).flatMap(({ judged, standing }, i) => {
      const isCertain = standing.state === 'failing' || standing.why === 'ruled-out' || standing.why === 'clean';
      return isCertain ? [] : [[judged.criterion.name, judgements[i]?.because ?? standing.why] as const];
    }),
  );
  return { at, failed, uncertified, ...(noGoAt !== undefined && { noGoAt }) };
}
