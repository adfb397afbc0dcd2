import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Every metric once. Alert rules rely on the names and labels. */
export function defineMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `daywatch_${name}`, help, labelNames, registers });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `daywatch_${name}`, help, labelNames, registers });

  return {
    registry,
    build: gauge('build_info', 'The version that runs.', 'version'),

    verdict: gauge('verdict', '1 for the verdict that holds, 0 for the others.', 'environment', 'verdict'),
    final: gauge('verdict_final', '1 when nothing further will change the verdict by itself.', 'environment'),
    recommendation: gauge(
      'recommendation',
      '1 for what is recommended, 0 for the rest.',
      'environment',
      'recommendation',
    ),
    validUntil: gauge(
      'verdict_valid_until_timestamp_seconds',
      'Past this the verdict must be taken as unknown.',
      'environment',
    ),
    phase: gauge(
      'deployment_phase',
      '1 for the phase of the current deployment.',
      'environment',
      'deployment',
      'version',
      'phase',
    ),
    seen: gauge('watch_seen_seconds', 'How long the watch has seen the environment.', 'environment'),
    blind: gauge('watch_blind_seconds', 'How long the watch could not see.', 'environment'),
    remaining: gauge('watch_remaining_seconds', 'What the watch has still to see.', 'environment'),
    coverage: gauge('watch_coverage_ratio', 'Share of the expected readings that arrived.', 'environment'),

    value: gauge(
      'criterion_value',
      'Value since the deploy, of times and levels of late, in `unit`.',
      'environment',
      'criterion',
      'unit',
    ),
    baseline: gauge('criterion_baseline', 'Value before the deploy, in `unit`.', 'environment', 'criterion', 'unit'),
    limit: gauge('criterion_limit', 'What is accepted, in `unit`.', 'environment', 'criterion', 'unit'),
    state: gauge(
      'criterion_state',
      '1 for the state that holds, 0 for the others.',
      'environment',
      'criterion',
      'severity',
      'state',
    ),
    eValue: gauge(
      'criterion_e_value',
      'Evidence that it is worse than accepted: odds against chance.',
      'environment',
      'criterion',
    ),
    criterionCoverage: gauge(
      'criterion_coverage_ratio',
      'Share of the expected readings that arrived.',
      'environment',
      'criterion',
    ),

    silenced: gauge('criterion_silenced', '1 while a person has muted the criterion.', 'environment', 'criterion'),

    readings: counter(
      'readings_total',
      'Readings by outcome: value, absent, error.',
      'environment',
      'criterion',
      'outcome',
    ),
    late: counter(
      'readings_late_total',
      'Readings of time that was judged already: kept, and no evidence.',
      'environment',
      'criterion',
    ),
    missed: counter('readings_missed_total', 'Points of the grid that went by unread.', 'environment', 'criterion'),
    readingTime: new Histogram({
      name: 'daywatch_reading_duration_seconds',
      help: 'How long a reading took.',
      labelNames: ['environment'],
      buckets: [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10],
      registers,
    }),

    streamClients: gauge('stream_clients', 'Readers of the live stream.'),
    requestTime: new Histogram({
      name: 'daywatch_http_request_duration_seconds',
      help: 'How long an answer took, by route; long polls with their waiting.',
      labelNames: ['route', 'status'],
      buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof defineMetrics>;
