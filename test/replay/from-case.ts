import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A labelled case of a verdict benchmark, as a plan and the recording that `daywatch replay` reads.
 * Run: node test/replay/from-case.ts CASE.json FOLDER
 */
export interface Case {
  readonly id: string;
  readonly criteria: readonly CaseCriterion[];
}

interface CaseCriterion {
  readonly name: string;
  readonly kind: 'rate' | 'bool' | 'count' | 'latency' | 'gauge';
  readonly format?: 'histogram';
  /** Of latencies: seconds when left out. */
  readonly unit?: 'ms' | 's';
  /** Upper bounds; a last `null` stands for what is over all of them. */
  readonly bounds?: readonly (number | null)[];
  readonly limit?: string | number;
  readonly tolerance?: string | number;
  readonly baseline: CaseSeries;
  readonly post: CaseSeries;
}

/** One entry a tick; `null` is no reading. */
interface CaseSeries {
  readonly tick_s: number;
  readonly n?: readonly (number | null)[];
  readonly k?: readonly (number | null)[];
  readonly fail?: readonly (0 | 1 | null)[];
  readonly samples?: readonly (number | null)[];
  readonly counts?: readonly (readonly number[] | null)[];
}

export const deployedAt = '2026-12-01T22:00:00.000Z';

export interface Converted {
  /** `daywatch.yaml`, as JSON, which is YAML. */
  readonly plan: string;
  readonly lines: readonly string[];
}

export function fromCase(of: Case): Converted {
  const criteria = of.criteria.map((criterion) => [criterion.name, criterionOf(criterion)] as const);
  const plan = {
    service: 'case',
    sources: {
      metrics: { type: 'metrics', url: 'http://127.0.0.1:9/metrics' },
      site: { type: 'http', url: 'http://127.0.0.1:9' },
    },
    environments: { production: { watch: { for: '24h', criteria: Object.fromEntries(criteria) } } },
  };
  const timed = of.criteria.flatMap((criterion) => [
    ...readingsOf(criterion, criterion.baseline, 'before'),
    ...readingsOf(criterion, criterion.post, 'after'),
  ]);
  timed.sort((a, b) => a.at - b.at);
  return {
    plan: JSON.stringify(plan, undefined, 2),
    lines: timed.map(({ at, ...rest }) => JSON.stringify({ at: new Date(at).toISOString(), ...rest })),
  };
}

const usualTolerance = { rate: '25%', bool: '25%', count: '25%', latency: '10%', gauge: '20%' } as const;

function criterionOf({ kind, limit, tolerance, post }: CaseCriterion): object {
  const accepted =
    limit === undefined && tolerance === undefined
      ? { tolerance: usualTolerance[kind] }
      : { ...(limit !== undefined && { limit }), ...(tolerance !== undefined && { tolerance }) };
  const common = { severity: 'critical', every: `${post.tick_s}s`, ...accepted };
  switch (kind) {
    case 'rate':
      return { source: 'metrics', rate: { bad: 'requests_total{status=~"5.."}', of: 'requests_total' }, ...common };
    case 'bool':
      return { source: 'site', check: { path: '/', status: 200 }, ...common };
    case 'count':
      return { source: 'metrics', count: 'events_total', ...common };
    case 'latency':
      return { source: 'metrics', latency: 'request_duration_seconds', ...common };
    case 'gauge':
      return { source: 'metrics', gauge: 'level', ...common };
  }
}

interface Timed {
  readonly at: number;
}

function readingsOf(criterion: CaseCriterion, series: CaseSeries, side: 'before' | 'after'): readonly Timed[] {
  const { tick_s: seconds } = series;
  const ticks = (series.k ?? series.fail ?? series.samples ?? series.counts ?? []).length;
  const first = Date.parse(deployedAt) - (side === 'before' ? ticks * seconds * 1000 : 0);
  return Array.from({ length: ticks }, (_, tick) => {
    const reading = readingAt(criterion, series, tick);
    return reading === undefined
      ? []
      : [{ at: first + tick * seconds * 1000, criterion: criterion.name, seconds, ...reading }];
  }).flat();
}

function readingAt(
  { kind, unit, bounds = [] }: CaseCriterion,
  { n, k, fail, samples, counts }: CaseSeries,
  tick: number,
): object | undefined {
  const inSeconds = (value: number) => (unit === 'ms' ? value / 1000 : value);
  const [bad, total, failed, sample, buckets] = [k?.[tick], n?.[tick], fail?.[tick], samples?.[tick], counts?.[tick]];
  if (kind === 'rate') return isThere(bad) && isThere(total) ? { bad, total } : undefined;
  if (kind === 'bool') return isThere(failed) ? { ok: failed === 0 } : undefined;
  if (kind === 'count') return isThere(bad) ? { count: bad } : undefined;
  if (isThere(buckets)) return { bounds: bounds.filter(isThere).map(inSeconds), counts: buckets };
  if (!isThere(sample)) return undefined;
  return kind === 'gauge' ? { value: sample } : { values: [inSeconds(sample)] };
}

const isThere = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;

if (process.argv[1] === import.meta.filename) {
  const [, , file, folder] = process.argv;
  if (file === undefined || folder === undefined) throw new Error('node test/replay/from-case.ts CASE.json FOLDER');
  const of = JSON.parse(readFileSync(file, 'utf8')) as Case;
  const { plan, lines } = fromCase(of);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${of.id}.json`), `${plan}\n`);
  writeFileSync(join(folder, `${of.id}.jsonl`), `${lines.join('\n')}\n`);
}
