import { describe, expect, it } from 'vitest';
import type { Row } from '../../simulation/tally.ts';
import { type Results, type Run, sameDays } from './results.ts';
import { comparison, familyTable } from './tables.ts';

const row = (changes: Partial<Row> = {}): Row => ({
  days: 1000,
  falseAlarms: 1,
  earlyDays: 400,
  early: 0,
  found: {
    must: { found: 300, of: 300, median: 7.8, p90: 96 },
    should: { found: 80, of: 100, median: 57, p90: 500 },
    hard: { found: 10, of: 50, median: null, p90: null },
  },
  blamed: { right: 40, of: 40 },
  go: { atEnd: 999, certified: 900, median: 58, p90: 400 },
  falseGo: 0,
  ...changes,
});
const run = (rows: Run['rows']): Run => ({ command: 'node a.ts --cases 2000', rows });
const results = (peer: Row): Results => ({
  engine: run({
    rate: { reference: row(), daywatch: row({ falseAlarms: 4 }) },
    all: { reference: row(), daywatch: row({ falseAlarms: 4 }) },
  }),
  peers: { ...run({ rate: { 'rank-test': peer }, all: { 'rank-test': peer } }), command: 'node b.ts' },
});
const rank = row({
  falseAlarms: 600,
  go: { atEnd: 400, certified: 0, median: null, p90: null },
  found: { ...row().found, must: { found: 150, of: 300, median: 60, p90: null } },
});

describe('the table', () => {
  it('has a column for each who judged, and the commands that repeat it', () => {
    const lines = comparison(results(rank)).split('\n');
    expect(lines[0]).toBe('|  | reference | **Daywatch** | rank test 0.98 |');
    expect(lines[2]).toBe(
      '| NO-GO on a deploy that changed nothing, of 1,000 days | 1<br>0.10 % | 4<br>0.40 % | 600<br>60.0 % |',
    );
    expect(lines[4]).toBe(
      '| clear regressions found, of 300 | 100 %<br>median 7.8 min, p90 96 min | 100 %<br>median 7.8 min, p90 96 min | 50.0 %<br>median 60 min, p90 never |',
    );
    expect(lines.slice(9, 11)).toEqual([
      '| a day that changed nothing that ends as a GO | 99.9 % | 99.9 % | 40.0 % |',
      '| first GO on such a day | median 58 min | median 58 min | - |',
    ]);
    expect(lines).toContain('node a.ts --cases 2000');
    expect(lines).toContain('node b.ts');
  });

  it('shows the families one by one', () => {
    expect(familyTable(results(rank)).split('\n').at(-1)).toBe(
      '| rate | 0.10 % / 100 % | 0.40 % / 100 % | 60.0 % / 50.0 % |',
    );
  });

  it('refuses runs over other days, and says what to run', () => {
    expect(sameDays(results(rank))).toEqual(results(rank));
    expect(() => sameDays(results(row({ days: 999 })))).toThrow(
      'rate: the engine and the peers judged different days. Engine: node a.ts --cases 2000; peers: node b.ts',
    );
  });
});
