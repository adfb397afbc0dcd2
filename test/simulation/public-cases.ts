import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measure, Reading } from '@daywatch/shared/vocabulary/observation.ts';
import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { measureDefaults } from '../../packages/daemon/src/engine/measures.ts';
import type { Case, CriterionStory, Level, Series, Truth } from './case.ts';
import { check, count, criterion, gauge, latency, rate } from './plan.ts';

/** Cases as files: `labels.json` beside a folder `cases` with one JSON file a day. */
export function* publicCases(folder: string): Generator<Case> {
  const labels: Record<string, Label> = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8'));
  for (const file of readdirSync(join(folder, 'cases')).sort()) {
    const { id, criteria }: { id: string; criteria: Told[] } = JSON.parse(
      readFileSync(join(folder, 'cases', file), 'utf8'),
    );
    const label = labels[id];
    if (label === undefined) continue;
    yield { id, group: label.group, note: label.note, truth: truthOf(label), stories: criteria.map(storyOf) };
  }
}

interface Label {
  readonly group: string;
  readonly truth: 'no-change' | 'regression' | 'transient';
  readonly onset_s: number | null;
  readonly level: Level | null;
  readonly culprit: string | null;
  readonly note: string;
}
interface Told {
  readonly name: string;
  readonly kind: 'rate' | 'bool' | 'count' | 'latency' | 'gauge';
  readonly bounds?: readonly (number | null)[];
  readonly baseline: Numbers;
  readonly post: Numbers;
}
interface Numbers {
  readonly tick_s: number;
  readonly n?: readonly (number | null)[];
  readonly k?: readonly (number | null)[];
  readonly fail?: readonly (number | null)[];
  readonly samples?: readonly (number | null)[];
  readonly counts?: readonly (readonly number[] | null)[];
}

function truthOf({ truth, onset_s, level, culprit }: Label): Truth {
  const onset = onset_s ?? 0;
  if (truth === 'no-change') return { type: 'no-change' };
  if (truth === 'transient') return { type: 'transient', onset };
  return { type: 'regression', onset, level: level ?? 'hard', ...(culprit === null ? {} : { culprit }) };
}

function storyOf({ name, kind, bounds, baseline, post }: Told): CriterionStory {
  const measure: Measure = kind === 'bool' ? 'check' : kind;
  const finite = bounds?.filter((bound) => bound !== null);
  const tolerance = measure === 'check' ? {} : { tolerance: measureDefaults[measure].tolerance };
  return {
    criterion: criterion({ measure, name, every: millis(post.tick_s * 1000), ...tolerance }),
    before: seriesOf(measure, baseline, finite),
    after: seriesOf(measure, post, finite),
  };
}

function seriesOf(measure: Measure, numbers: Numbers, bounds: readonly number[] | undefined): Series {
  const { k, fail, samples, counts } = numbers;
  const { length } = k ?? fail ?? samples ?? counts ?? [];
  const readings = Array.from({ length }, (_, i) => readingAt(i, measure, numbers, bounds));
  return { seconds: numbers.tick_s, readings };
}

function readingAt(
  i: number,
  measure: Measure,
  { n, k, fail, samples, counts }: Numbers,
  bounds: readonly number[] | undefined,
): Reading | undefined {
  switch (measure) {
    case 'rate':
      return n?.[i] == null || k?.[i] == null ? undefined : rate(k[i], n[i]);
    case 'check':
      return fail?.[i] == null ? undefined : check(fail[i] === 0);
    case 'count':
      return k?.[i] == null ? undefined : count(k[i]);
    case 'gauge':
      return samples?.[i] == null ? undefined : gauge(samples[i]);
    case 'latency':
      if (bounds !== undefined)
        return counts?.[i] == null ? undefined : { type: 'histogram', bounds, counts: counts[i] };
      return samples?.[i] == null ? undefined : latency(samples[i]);
  }
}
