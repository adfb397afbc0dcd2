import type { Found, Row } from './tally.ts';

const cell = (text: string, width: number): string => text.padEnd(width);
const time = (minutes: number | null): string => (minutes === null ? 'never' : minutes.toFixed(1));
const found = ({ found, of, median, p90 }: Found): string =>
  of === 0 ? '-' : `${found}/${of} ${time(median)} ${time(p90)}`;

export const heading = [
  cell('family', 11),
  cell('engine', 13),
  cell('false', 10),
  cell('early', 9),
  cell('must: found, median, p90', 27),
  cell('should', 27),
  cell('hard', 25),
  cell('blamed', 9),
  cell('GO at end', 12),
  cell('certified', 10),
  cell('first GO', 14),
  'false GO',
].join(' ');

/** One line of the table, in minutes. */
export const line = (family: string, engine: string, row: Row): string =>
  [
    cell(family, 11),
    cell(engine, 13),
    cell(`${row.falseAlarms}/${row.days}`, 10),
    cell(`${row.early}/${row.earlyDays}`, 9),
    cell(found(row.found.must), 27),
    cell(found(row.found.should), 27),
    cell(found(row.found.hard), 25),
    cell(row.blamed.of === 0 ? '-' : `${row.blamed.right}/${row.blamed.of}`, 9),
    cell(`${row.go.atEnd}/${row.days}`, 12),
    cell(String(row.go.certified), 10),
    cell(`${time(row.go.median)} ${time(row.go.p90)}`, 14),
    String(row.falseGo),
  ].join(' ');
