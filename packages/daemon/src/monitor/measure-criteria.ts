import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { Memory } from '../ports/memory.ts';
import type { Occasion, Probe, Pushed, Source } from '../ports/source.ts';
import type { Store } from '../ports/store.ts';
import { type Measured, measureLoop } from './measure-loop.ts';
import { sourceMemory } from './source-memory.ts';

/** The opened sources of one environment, and a loop for each of its criteria. */
export interface Measuring {
  probeOf(criterion: string): Probe | undefined;
  /** Criteria whose readings are pushed by others. */
  takers(): ReadonlySet<string>;
  /** Resolves when it is kept. Throws for a criterion that is not among the takers. */
  accept(criterion: string, pushed: Pushed): Promise<void>;
  /** Resolves when every loop has ended, which they do when the signal aborts. */
  ended(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the sources of an environment's criteria, and reads each of these at its own pace until `signal` aborts. */
export function measureCriteria(options: {
  readonly plan: Plan;
  readonly environment: EnvironmentPlan;
  readonly store: Store;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  openSource(plan: Plan, source: string, memory: Memory): Source;
  occasion(criterion: Criterion): Occasion;
  onMeasured(measured: Measured): void;
}): Measuring {
  const { plan, environment, store, clock, signal } = options;
  const { criteria } = environment.watch;
  const names = new Set(criteria.map((criterion) => criterion.source));
  const sources = new Map(
    [...names].map((source) => {
      const memory = sourceMemory(store, { environment: environment.name, source });
      return [source, options.openSource(plan, source, memory)];
    }),
  );
  const probes = new Map(
    criteria.map((criterion) => {
      const probe = sources.get(criterion.source)?.probe(criterion);
      if (probe === undefined) throw new Error(`the plan let ${criterion.name} through without its source`);
      return [criterion, probe];
    }),
  );
  const byName = new Map([...probes].map(([{ name }, probe]) => [name, probe]));
  const loops = [...probes].map(([criterion, probe]) =>
    measureLoop({
      criterion,
      probe,
      clock,
      signal,
      occasion: () => options.occasion(criterion),
      onMeasured: (measured) => options.onMeasured(measured),
    }),
  );

  return {
    probeOf: (criterion) => byName.get(criterion),
    takers: () =>
      new Set([...byName].filter(([, probe]) => probe.accept !== undefined).map(([criterion]) => criterion)),
    async accept(criterion, pushed) {
      const probe = byName.get(criterion);
      if (probe?.accept === undefined) throw new Error(`${criterion} takes no readings`);
      await probe.accept(pushed);
    },
    async ended() {
      await Promise.all(loops);
    },
    async close() {
      await Promise.all([...sources.values()].map((source) => source.close()));
    },
  };
}
