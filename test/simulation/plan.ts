import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { hours, instant, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { WatchSetup } from '../../packages/daemon/src/ports/engine.ts';

/** A plan that says nothing but what is measured and how much worse is accepted. */
export const criterion = (of: Pick<Criterion, 'measure' | 'name'> & Partial<Criterion>): Criterion => ({
  title: of.name,
  severity: 'critical',
  integrity: false,
  source: 'simulation',
  query: null,
  worse: 'higher',
  unit: 'none',
  every: seconds(15),
  timeout: seconds(10),
  noData: 'blind',
  dryRun: false,
  strict: false,
  confirm: 2,
  ...of,
});

export const setupOf = (criteria: readonly Criterion[]): WatchSetup => ({
  criteria,
  startedAt: instant(Date.parse('2026-12-01T22:00:00Z')),
  settings: { for: hours(24), every: seconds(15), settle: seconds(120), earliestGo: minutes(30), atMost: hours(48) },
  rollback: { blocking: 1, critical: 2, integrity: 1 },
});

export const rate = (bad: number, total: number): Reading => ({ type: 'rate', bad, total });
export const check = (ok: boolean): Reading => ({ type: 'check', ok });
export const gauge = (value: number): Reading => ({ type: 'gauge', value });
export const count = (events: number): Reading => ({ type: 'count', count: events });
export const latency = (...values: number[]): Reading => ({ type: 'latency', values });
