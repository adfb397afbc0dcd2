import { wrap } from '../../demo/wrap.ts';
import { widthOf } from './fit.ts';
import type { Paint } from './paint.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

/** Rows in columns; where the terminal is too narrow, each row below the other with the names of its values. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { paint, width }: { readonly paint: Paint; readonly width: number },
): readonly string[] {
  const widths = columns.map(({ title }, i) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[i] ?? ''))));
  const needed = widths.reduce((sum, one) => sum + one + 2, 0);
  if (needed > width) return rows.flatMap((row) => stacked(columns, row, { paint, width }));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, i) => padded(cell, widths[i] ?? 0, columns[i]?.align)).join('  ')}`.trimEnd();
  return [paint.quiet(line(columns.map(({ title }) => title))), ...rows.map(line)];
}

const padded = (cell: string, width: number, align: Column['align']): string => {
  const room = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return align === 'right' ? room + cell : cell + room;
};

function stacked(
  columns: readonly Column[],
  [first = '', ...cells]: readonly string[],
  { paint, width }: { readonly paint: Paint; readonly width: number },
): readonly string[] {
  const facts = cells.flatMap((cell, i) => (cell === '' ? [] : [`${columns[i + 1]?.title ?? ''} ${cell}`.trim()]));
  return [`  ${paint.strong(first)}`, ...wrap(facts.join(' · '), Math.max(20, width - 4)).map((line) => `    ${line}`)];
}
