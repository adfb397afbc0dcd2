import { useState } from 'preact/hooks';
import type { SeriesView } from '../api/views.ts';
import { type Instant, instant } from '../vocabulary/time.ts';
import { formatValue } from '../vocabulary/units.ts';
import { dayAndTime, dayName, exactTime, zoneName } from './local-time.ts';
import { readingRows } from './reading-rows.ts';

interface TableProps {
  readonly title: string;
  readonly series: SeriesView | undefined;
  /** Until when there can be readings. */
  readonly until: number;
}

/** What the chart draws, in words and numbers. The table is made when it is opened: there are fifty charts. */
export function ReadingsTable({ title, series, until }: TableProps) {
  const [open, setOpen] = useState(false);
  return (
    <details class="readings" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Readings as a table<span class="unseen"> of {title}</span>
      </summary>
      {open && <Rows title={title} series={series} until={until} />}
    </details>
  );
}

function Rows({ title, series, until }: TableProps) {
  const rows = series === undefined ? [] : readingRows(series, instant(until));
  if (series === undefined || rows.length === 0) return <p class="hint">No readings in this time.</p>;
  const { unit, times } = series;
  const isClose = (times[1] ?? 0) - (times[0] ?? 0) < 60;
  const told = (at: Instant) => (isClose ? `${dayName(at)} ${exactTime(at)}` : dayAndTime(at));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section class="rows" tabIndex={0} aria-label={`Readings of ${title}, the newest first`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time ({zoneName(instant(until))})</th>
            <th scope="col">Reading</th>
            <th scope="col">Worst</th>
            <th scope="col">Usual</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            'until' in row ? (
              <tr key={row.from}>
                <th scope="row">
                  {told(row.from)} to {told(row.until)}
                </th>
                <td colSpan={3}>no reading</td>
              </tr>
            ) : (
              <tr key={row.from}>
                <th scope="row">{told(row.from)}</th>
                <td>{formatValue(row.reading, unit)}</td>
                <td>{row.worst !== undefined && formatValue(row.worst, unit)}</td>
                <td>{row.usual && `${formatValue(row.usual[0], unit)} to ${formatValue(row.usual[1], unit)}`}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}
