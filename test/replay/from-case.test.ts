import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine } from '@daywatch/daemon/src/cli/command-line.fixture.ts';
import { expect, it } from 'vitest';
import { type Case, deployedAt, fromCase } from './from-case.ts';
import { folderWith } from './recordings.ts';

const times = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));
const cycle =
  <T>(...of: readonly T[]) =>
  (i: number) =>
    of[i % of.length] as T;

const kinds: readonly [string, Case['criteria'][number]][] = [
  [
    'rate',
    {
      name: 'errors',
      kind: 'rate',
      baseline: { tick_s: 60, n: times(1440, () => 1800), k: times(1440, cycle(8, 10, 9, 11)) },
      post: { tick_s: 15, n: times(240, cycle(450, 450, null)), k: times(240, () => 12) },
    },
  ],
  [
    'bool',
    {
      name: 'probe',
      kind: 'bool',
      baseline: { tick_s: 15, fail: times(5760, () => 0) },
      post: { tick_s: 15, fail: times(240, cycle<0 | 1>(0, 1)) },
    },
  ],
  [
    'count',
    {
      name: 'issues',
      kind: 'count',
      baseline: { tick_s: 60, k: times(1440, cycle(0, 1)) },
      post: { tick_s: 15, k: times(240, () => 3) },
    },
  ],
  [
    'latency, one value a tick, in ms',
    {
      name: 'checkout',
      kind: 'latency',
      unit: 'ms',
      baseline: { tick_s: 15, samples: times(5760, cycle(100, 110, 120, 130, null)) },
      post: { tick_s: 15, samples: times(240, () => 260) },
    },
  ],
  [
    'latency, a histogram a minute',
    {
      name: 'checkout',
      kind: 'latency',
      format: 'histogram',
      unit: 'ms',
      bounds: [50, 100, 200, null],
      baseline: { tick_s: 60, counts: times(1440, () => [10, 80, 5, 1]) },
      post: { tick_s: 60, counts: times(60, () => [0, 20, 70, 6]) },
    },
  ],
  [
    'gauge',
    {
      name: 'pool',
      kind: 'gauge',
      baseline: { tick_s: 15, samples: times(5760, cycle(17, 18, 19)) },
      post: { tick_s: 15, samples: times(240, () => 44) },
    },
  ],
];

it.each(kinds)(
  'a case of the kind %s is replayed, and what is clearly worse found within the hour',
  async (_kind, one) => {
    const { plan, lines } = fromCase({ id: 'x', criteria: [one] });
    const folder = folderWith({ 'daywatch.yaml': plan });
    writeFileSync(join(folder, 'x.jsonl'), lines.map((line) => `${line}\n`).join(''));
    const words = ['replay', '--observations', 'x.jsonl', '--deployed-at', deployedAt, '--json'];
    const { code, out, err } = await commandLine(folder)(...words);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain(`"criteria":{"${one.name}":"failing"}`);
  },
);

it('a limit or a tolerance of the case goes before the usual tolerance', () => {
  const [, rate] = kinds[0] ?? [];
  if (rate === undefined) throw new Error('no case');
  const criterion = (more: object) =>
    JSON.parse(fromCase({ id: 'x', criteria: [{ ...rate, ...more }] }).plan).environments.production.watch.criteria
      .errors;
  expect(criterion({})).toMatchObject({ tolerance: '25%' });
  expect(criterion({ limit: '1%' })).toEqual(expect.not.objectContaining({ tolerance: '25%' }));
  expect(criterion({ limit: '1%', tolerance: '50%' })).toMatchObject({ limit: '1%', tolerance: '50%' });
});
