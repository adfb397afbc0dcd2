import { millis } from '@daywatch/shared/vocabulary/time.ts';
import { expect, it } from 'vitest';
import { showRows } from './show-rows.ts';

const shown = (type: number, value: unknown) =>
  showRows({ type: 'answered', columns: ['it'], types: [type], rows: [[value]], took: millis(0) });

it.each([
  ['a number', 20, '17', '(it 17)'],
  ['a UUID', 2950, '5e4f0000-0000-4000-8000-000000000000', '(it 5e4f0000-0000-4000-8000-000000000000)'],
  ['a time', 1184, '2026-12-01 22:00:00+00', '(it 2026-12-01 22:00:00+00)'],
  ['text by its first letter and length', 25, 'ada@example.com', '(it a… [15 characters])'],
  ['an empty text', 1043, '', '(it empty)'],
  ['JSON by its length', 3802, '{"name":"Ada"}', '(it [14 characters])'],
  ['nothing', 25, null, '(it null)'],
  ['the beginning of what is long', 1700, '9'.repeat(99), `(it ${'9'.repeat(40)}…)`],
])('shows %s', (_, type, value, words) => {
  expect(shown(type, value)).toBe(words);
});

it('shows eight columns', () => {
  const columns = Array.from({ length: 12 }, (_, i) => `c${i}`);
  const rows = [columns.map(() => '1')];
  expect(showRows({ type: 'answered', columns, types: columns.map(() => 23), rows, took: millis(0) })).toBe(
    '(c0 1, c1 1, c2 1, c3 1, c4 1, c5 1, c6 1, c7 1, …)',
  );
});
