import type { Observation } from '@daywatch/shared/vocabulary/observation.ts';
import { inSeconds, type Millis, type Seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { EnvironmentState } from '../feed.ts';
import type { Clock } from '../ports/clock.ts';
import { defineMetrics } from './definitions.ts';
import { recordEnvironment } from './record-environment.ts';

interface Measured {
  readonly observation: Observation;
  readonly took: Millis;
  /** Points of the grid that went by unread before it. */
  readonly missed: number;
}

/** What the daemon tells of itself to Prometheus. */
export interface MetricsRecord {
  /** The newest state of an environment, from the feed. */
  recordState(state: EnvironmentState): void;
  recordReading(environment: string, measured: Measured): void;
  recordLate(environment: string, criterion: string): void;
  answered(route: string, status: number, took: Seconds): void;
  streamClients(count: number): void;
  /** The exposition, as of now. */
  text(): Promise<string>;
}

export function createMetrics({ version, clock }: { version: string; clock: Pick<Clock, 'now'> }): MetricsRecord {
  const metrics = defineMetrics();
  const states = new Map<string, EnvironmentState>();
  // Looked up once: prom-client checks and joins the labels again each time that they are given.
  const requestTimes = new Map<string, { observe(value: number): void }>();
  const readingTimes = new Map<string, { observe(value: number): void }>();
  const readings = new Map<string, { inc(): void }>();
  const ofEnvironments = [
    metrics.verdict,
    metrics.recommendation,
    metrics.final,
    metrics.validUntil,
    metrics.phase,
    metrics.seen,
    metrics.blind,
    metrics.remaining,
    metrics.coverage,
    metrics.value,
    metrics.baseline,
    metrics.limit,
    metrics.state,
    metrics.eValue,
    metrics.criterionCoverage,
    metrics.silenced,
  ];
  metrics.build.set({ version }, 1);
  metrics.streamClients.set(0);

  return {
    // Only kept: what a scrape needs is worked out when one comes, with the time there is then.
    recordState: (state) => void states.set(state.name, state),
    recordReading(environment, { observation, took, missed }) {
      const { criterion, reading } = observation;
      const outcome = reading.type === 'absent' || reading.type === 'error' ? reading.type : 'value';
      const key = `${environment} ${criterion} ${outcome}`;
      let read = readings.get(key);
      if (read === undefined) {
        read = metrics.readings.labels(environment, criterion, outcome);
        readings.set(key, read);
      }
      read.inc();
      if (missed > 0) metrics.missed.inc({ environment, criterion }, missed);
      let times = readingTimes.get(environment);
      if (times === undefined) {
        times = metrics.readingTime.labels(environment);
        readingTimes.set(environment, times);
      }
      times.observe(inSeconds(took));
    },
    recordLate: (environment, criterion) => metrics.late.inc({ environment, criterion }),
    answered(route, status, took) {
      const key = `${route} ${status}`;
      let times = requestTimes.get(key);
      if (times === undefined) {
        times = metrics.requestTime.labels(route, String(status));
        requestTimes.set(key, times);
      }
      times.observe(took);
    },
    streamClients: (count) => metrics.streamClients.set(count),
    text() {
      for (const gauge of ofEnvironments) gauge.reset();
      for (const state of states.values()) recordEnvironment(metrics, state, clock.now());
      return metrics.registry.metrics();
    },
  };
}
