import type { StableVersion } from '@daywatch/daemon/src/ports/store.ts';
import type { BaselineFooting } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { Observation, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import type { Silence } from '@daywatch/shared/vocabulary/silence.ts';
import { type Instant, instant, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';

/** 2026-12-01T22:00:00Z, and so many seconds more. */
export const at = (seconds: number): Instant => instant(Date.UTC(2026, 11, 1, 22) + seconds * 1_000);

export function deploymentSample(sample: Partial<Deployment> & { readonly id: string }): Deployment {
  return {
    environment: 'production',
    service: 'shop',
    phase: 'planned',
    version: { version: '1.4.2', commit: '9f8d111' },
    planHash: 'f'.repeat(64),
    deployedBy: 'devops',
    requestedAt: rfc3339(at(0)),
    steps: [],
    signOffs: {},
    blindGaps: [],
    decisions: [],
    sequence: 1,
    ...sample,
  };
}

export function eventSample(deployment: string, sequence: number): RecordedEvent {
  return {
    deployment,
    sequence,
    at: rfc3339(at(sequence)),
    actor: 'devops',
    event: { type: 'decided', decision: 'go', reason: `no. ${sequence}` },
    previous: String(sequence - 1).padStart(64, '0'),
    hash: String(sequence).padStart(64, '0'),
  };
}

/** The append that follows after `expected`: so many events, and the deployment as they leave it. */
export function appendSample(given: {
  readonly deployment?: Partial<Deployment>;
  readonly id?: string;
  readonly expected?: number;
  readonly count?: number;
  readonly stable?: StableVersion;
}) {
  const { id = 'one', expected = 0, count = 1 } = given;
  return {
    expected,
    events: Array.from({ length: count }, (_, index) => eventSample(id, expected + index + 1)),
    deployment: deploymentSample({ ...given.deployment, id, sequence: expected + count }),
    ...(given.stable && { stable: given.stable }),
  };
}

export const gauge = (criterion: string, second: number, value: number): Observation => ({
  criterion,
  at: at(second),
  seconds: 15,
  reading: { type: 'gauge', value },
});

/** What a baseline rests on. */
export const footingSample: BaselineFooting = {
  rung: 'before-deploy',
  because: 'the 40m before the deploy',
  from: rfc3339(at(-2_400)),
  until: rfc3339(at(0)),
  question: 'f'.repeat(32),
  seconds: 2_400,
  readings: 160,
  fromSource: 0,
  leftOut: [{ from: rfc3339(at(-9_000)), until: rfc3339(at(-2_400)), because: '1.4.1, which was rolled back' }],
};

export const silenceSample = (changes: Partial<Silence> = {}): Silence => ({
  id: 'one',
  environment: 'production',
  criterion: 'pool',
  owner: 'devops',
  reason: 'the pool is being enlarged',
  from: rfc3339(at(0)),
  until: rfc3339(at(600)),
  ...changes,
});

/** One of each kind, with what is awkward about it. */
export const everyReading: readonly Reading[] = [
  { type: 'rate', bad: 3, total: 1_204 },
  { type: 'rate', bad: 0.25, total: 1_204.8125 },
  { type: 'latency', values: [0.212, 0.19, 0.000001, 1 / 3, 12] },
  { type: 'latency', values: [] },
  { type: 'histogram', bounds: [0.005, 0.1, 0.25, 1], counts: [10, 0, 4, 1, 0] },
  { type: 'histogram', bounds: [], counts: [2.5] },
  { type: 'count', count: 2 },
  { type: 'gauge', value: -17.5 },
  { type: 'gauge', value: Number.MAX_SAFE_INTEGER },
  { type: 'gauge', value: 5e-324 },
  { type: 'gauge', value: Number.POSITIVE_INFINITY },
  { type: 'check', ok: true },
  { type: 'rate', bad: 1, total: 9, because: 'POST /checkout 502' },
  { type: 'count', count: 2, because: 'TypeError: x is undefined' },
  { type: 'gauge', value: 0.5, because: 'replica-2' },
  { type: 'check', ok: false, because: '[STATUS] (500) == 200' },
  { type: 'absent', because: 'no rows' },
  { type: 'error', because: 'answered "\0\r\n", not HTTP — größer als 1 MB 🚨' },
];
