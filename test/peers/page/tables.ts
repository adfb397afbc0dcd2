import type { Found, Row } from '../../simulation/tally.ts';
import { rules } from '../rules.ts';
import { judgesOf, type Results } from './results.ts';

/** The heads of the columns: the reference, ours, and the peers. */
const heads: Readonly<Record<string, string>> = {
  reference: 'reference',
  daywatch: '**Daywatch**',
  ...Object.fromEntries(Object.entries(rules).map(([name, { head }]) => [name, head])),
};

const whole = (n: number): string => n.toLocaleString('en');
const share = (n: number, of: number): string => {
  if (of === 0) return '-';
  const isAlmost = n / of < 0.01 || n / of > 0.999;
  return n === 0 || n === of ? `${(100 * n) / of} %` : `${((100 * n) / of).toFixed(isAlmost ? 2 : 1)} %`;
};
const time = (minutes: number | null): string =>
  minutes === null
    ? 'never'
    : minutes < 120
      ? `${minutes.toFixed(minutes < 10 ? 1 : 0)} min`
      : `${(minutes / 60).toFixed(1)} h`;
const found = ({ found, of, median, p90 }: Found): string =>
  of === 0 ? '-' : `${share(found, of)}<br>median ${time(median)}, p90 ${time(p90)}`;

const lines: readonly (readonly [title: (row: Row) => string, cell: (row: Row) => string])[] = [
  [
    (row) => `NO-GO on a deploy that changed nothing, of ${whole(row.days)} days`,
    (row) => `${whole(row.falseAlarms)}<br>${share(row.falseAlarms, row.days)}`,
  ],
  [
    (row) => `NO-GO before a later regression began, of ${whole(row.earlyDays)}`,
    (row) => `${whole(row.early)}<br>${share(row.early, row.earlyDays)}`,
  ],
  [(row) => `clear regressions found, of ${whole(row.found.must.of)}`, (row) => found(row.found.must)],
  [(row) => `moderate ones, of ${whole(row.found.should.of)}`, (row) => found(row.found.should)],
  [(row) => `hard ones, of ${whole(row.found.hard.of)}`, (row) => share(row.found.hard.found, row.found.hard.of)],
  [() => 'the right criterion blamed, where there are several', (row) => share(row.blamed.right, row.blamed.of)],
  [() => 'a clear regression that ends as a GO', (row) => whole(row.falseGo)],
  [() => 'a day that changed nothing that ends as a GO', ({ go, days }) => share(go.atEnd, days)],
  [
    () => 'first GO on such a day',
    // Who only raises alarms never says GO before the end.
    ({ go }) => (go.median === null ? '-' : `median ${time(go.median)}`),
  ],
];

const table = (rows: readonly (readonly string[])[]): string =>
  rows
    .flatMap((cells, i) => [`| ${cells.join(' | ')} |`, ...(i === 0 ? [`|${' --- |'.repeat(cells.length)}`] : [])])
    .join('\n');

/** All families together. */
export function comparison(results: Results): string {
  const judges = judgesOf(results, 'all');
  const [first] = Object.values(judges);
  if (first === undefined) throw new Error('the results have no row for all families together');
  const names = Object.keys(heads).filter((name) => judges[name] !== undefined);
  return [
    table([
      ['', ...names.map((name) => heads[name] ?? name)],
      ...lines.map(([title, cell]) => [title(first), ...names.map((name) => cell(judges[name] as Row))]),
    ]),
    '',
    'Repeat it, on any machine, to the same digits:',
    '',
    '```sh',
    results.engine.command,
    results.peers.command,
    'node test/peers/page/write.ts',
    '```',
  ].join('\n');
}

/** False alarms and clear regressions found, family by family. */
export function familyTable(results: Results): string {
  const families = Object.keys(results.engine.rows).filter((family) => family !== 'all');
  const names = Object.keys(heads).filter((name) => judgesOf(results, 'all')[name] !== undefined);
  return table([
    ['family', ...names.map((name) => heads[name] ?? name)],
    ...families.map((family) => {
      const judges = judgesOf(results, family);
      return [
        family,
        ...names.map((name) => {
          const { days, falseAlarms, found } = judges[name] as Row;
          return `${share(falseAlarms, days)} / ${share(found.must.found, found.must.of)}`;
        }),
      ];
    }),
  ]);
}
