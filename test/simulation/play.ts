import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { instant, minus, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { lookAt } from '../../packages/daemon/src/engine/look.ts';
import { observe } from '../../packages/daemon/src/engine/observe.ts';
import type { Tuning } from '../../packages/daemon/src/engine/tuning.ts';
import { frameOf, openState } from '../../packages/daemon/src/engine/watch-state.ts';
import type { Case, Series } from './case.ts';
import { setupOf } from './plan.ts';

/** What the engine said of one day; times in seconds after the deploy. */
export interface Outcome {
  readonly noGoAt: number | null;
  readonly culprit: string | null;
  readonly goAt: number | null;
  readonly final: 'go' | 'no-go' | 'undecided';
  readonly certified: boolean;
}

const lookEvery = 300;
const day = 86_400;

/** The day, reading by reading, through the engine as it is; ends with the first NO-GO. */
export function play({ stories }: Pick<Case, 'stories'>, tuning: Tuning): Outcome {
  const setup = setupOf(stories.map(({ criterion }) => criterion));
  const deployedAt = setup.startedAt;
  const frame = frameOf(setup, tuning);
  const state = openState(
    frame,
    stories.flatMap(({ criterion, before }) =>
      observations(criterion.name, before, minus(deployedAt, seconds(before.seconds * before.readings.length))),
    ),
  );
  const after = stories.map(({ criterion, after }) => ({
    ...after,
    all: observations(criterion.name, after, deployedAt),
  }));
  const next = after.map(() => 0);
  let goAt: number | null = null;
  for (let now = 0; now < day; ) {
    now += Math.min(...after.map((series) => series.seconds));
    for (const [i, { all }] of after.entries()) {
      for (;;) {
        const observation = all[next[i] ?? 0];
        if (observation === undefined || observation.at + observation.seconds * 1000 > plus(deployedAt, seconds(now)))
          break;
        observe(frame, state, observation);
        next[i] = (next[i] ?? 0) + 1;
      }
    }
    const failed = state.criteria.find((of) => of.failed !== null);
    if (failed !== undefined) return { noGoAt: now, culprit: failed.name, goAt, final: 'no-go', certified: false };
    if (goAt === null && now % lookEvery === 0 && lookAt(frame, state, now).decided.verdict === 'go') goAt = now;
  }
  const { verdict, certified } = lookAt(frame, state, day).decided;
  return { noGoAt: null, culprit: null, goAt, final: verdict, certified };
}

function observations(criterion: string, { seconds: length, readings }: Series, from: number): Observation[] {
  return readings.flatMap((reading, i) =>
    reading === undefined ? [] : [{ criterion, at: instant(from + i * length * 1000), seconds: length, reading }],
  );
}
