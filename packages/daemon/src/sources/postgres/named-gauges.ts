import { lockGauges } from './gauges/locks.ts';
import type { NamedGauge } from './gauges/named-gauge.ts';
import { replicationGauges } from './gauges/replication.ts';
import { sessionGauges } from './gauges/sessions.ts';
import { storageGauges } from './gauges/storage.ts';

const gauges = { ...sessionGauges, ...lockGauges, ...replicationGauges, ...storageGauges };
export type GaugeName = keyof typeof gauges;
export const namedGauges: Readonly<Record<GaugeName, NamedGauge>> = gauges;

/** Share of the blocks read since the reading before that were in the server's cache. */
export const cacheHitRatio = 'cache-hit-ratio';
export const gaugeNames = [...(Object.keys(gauges) as GaugeName[]), cacheHitRatio] as const;

const unitWords = {
  s: 'a time',
  fraction: 'a share',
  bytes: 'bytes',
  none: 'a number',
  'per-minute': 'a minute',
} as const;
const described = ({ description, unit, needs }: NamedGauge): string =>
  `${description} In ${unitWords[unit]}.${needs === undefined ? '' : ` Needs ${needs}.`}`;

/** For completion in the editor, in the order of `gaugeNames`. */
export const gaugeDescriptions: readonly string[] = [
  ...Object.values<NamedGauge>(gauges).map(described),
  'Blocks found in the cache, as a share of all blocks read since the reading before. Write worse: lower.',
];
