import { formatDuration, type Instant, millis, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import { type Detected, type Detection, worseFactors } from '../replay/detection.ts';
import type { FalseAlarms, TooShort } from '../replay/false-alarms.ts';
import { stamp } from './replay-lines.ts';
import { many } from './replay-notes.ts';
import type { Paint } from './terminal/paint.ts';
import { type Column, tableLines } from './terminal/table.ts';

export interface Backtest {
  readonly service: string;
  readonly environment: string;
  /** With `--aa`. */
  readonly falseAlarms?: FalseAlarms;
  /** With `--backtest`. */
  readonly detected?: readonly Detected[];
  readonly deploys: readonly Instant[];
  readonly every: string;
  readonly baseline: string;
  readonly watch: string;
  readonly onset: string;
}

/** So many watches without one false NO-GO put the upper end of the interval at the promise. */
const watchesToShow = (bound: number): number => Math.ceil((1.959964 ** 2 * (1 - bound)) / bound);

/** With fewer watches that do not overlap, nothing is said of the share. */
const fewestWatches = 3;

export function backtestLines(test: Backtest, { paint, width }: { readonly paint: Paint; readonly width: number }) {
  const { falseAlarms, detected, deploys } = test;
  const [first, last] = [deploys[0], deploys.at(-1)];
  const what =
    falseAlarms === undefined
      ? `the deploy of ${first === undefined ? '' : stamp(first)}`
      : `${many(deploys.length, 'pretended deploy')}${first === undefined || last === undefined ? '' : `, ${stamp(first)} to ${stamp(last)}`}`;
  const each = `${falseAlarms === undefined ? '' : `one every ${test.every}, each `}with ${test.baseline} before it and a watch of ${test.watch}`;
  const columns: readonly Column[] = [
    { title: 'criterion' },
    ...(falseAlarms === undefined ? [] : [{ title: 'false NO-GO' }]),
    ...(detected === undefined ? [] : worseFactors.map((factor): Column => ({ title: `×${factor}`, align: 'right' }))),
  ];
  const names = falseAlarms?.criteria.map(({ name }) => name) ?? detected?.map(({ name }) => name) ?? [];
  const rows = names.map((name) => [
    name,
    ...(falseAlarms === undefined ? [] : [alarmCell(falseAlarms, name)]),
    ...(detected === undefined ? [] : detectionCells(detected.find((one) => one.name === name))),
  ]);
  return [
    `${paint.strong(`${test.service} in ${test.environment}`)}: ${what}`,
    paint.quiet(each),
    '',
    ...(falseAlarms === undefined ? [] : [...alarmLines(falseAlarms, paint), '']),
    ...tableLines(columns, rows, { paint, width }),
    ...(detected === undefined
      ? []
      : [
          '',
          paint.quiet(
            `×N: how soon it fails${deploys.length > 1 ? ', in half of the watches,' : ''} when it is N times as bad from ${test.onset} on.`,
          ),
        ]),
  ];
}

function alarmLines({ pretended, noGo, apart, interval, bound }: FalseAlarms, paint: Paint): readonly string[] {
  const share = (value: number) => formatValue(value, 'fraction');
  const said = `${noGo} of ${pretended.length} would have been a false NO-GO`;
  const mark = noGo === 0 ? paint.good(said) : interval[0] > bound ? paint.bad(said) : paint.caution(said);
  const overlap =
    apart < pretended.length
      ? `Watches overlap: ${pretended.length} of them say as much as ${apart} that do not. `
      : '';
  if (apart < fewestWatches)
    return [
      `${mark}.`,
      `${overlap}That is too short a history to say more. Record for longer, or take shorter watches: --for 6h.`,
    ];
  return [
    `${mark}: between ${share(interval[0])} and ${share(interval[1])} of deploys (95 %). At most ${share(bound)} is promised.`,
    `${overlap}${watchesToShow(bound)} without one would be needed to show ${share(bound)} from data alone.`,
  ];
}

function alarmCell({ criteria, pretended }: FalseAlarms, name: string): string {
  const of = criteria.find((one) => one.name === name);
  if (of === undefined) return '';
  return of.decides ? `${of.failed} of ${pretended.length}` : `(${of.failed} of ${pretended.length}, never decides)`;
}

export function detectionCells(of: Detected | undefined): readonly string[] {
  if (of === undefined || of.type === 'nothing-read') return worseFactors.map(() => 'no data');
  if (of.type === 'fact') return worseFactors.map((_, i) => (i === 0 ? 'at once' : ''));
  return of.detections.map(detectionCell);
}

const detectionCell = ({ median, found, watches }: Detection): string =>
  median !== undefined ? formatDuration(median) : found === 0 ? 'never' : `${found} of ${watches}`;

export function backtestJson({ service, environment, falseAlarms, detected, deploys }: Backtest): string {
  return JSON.stringify({
    service,
    environment,
    deploys: deploys.map(rfc3339),
    ...(falseAlarms && {
      falseNoGo: {
        history: { from: rfc3339(falseAlarms.history.from), to: rfc3339(falseAlarms.history.to) },
        pretended: falseAlarms.pretended.length,
        apart: falseAlarms.apart,
        noGo: falseAlarms.noGo,
        interval: falseAlarms.interval,
        bound: falseAlarms.bound,
        criteria: falseAlarms.criteria,
        alarms: falseAlarms.pretended
          .filter(({ failed }) => failed.size > 0)
          .map(({ at, noGoAt, failed }) => ({
            deployedAt: rfc3339(at),
            ...(noGoAt !== undefined && { noGoAt: rfc3339(noGoAt) }),
            failed: Object.fromEntries([...failed].map(([name, when]) => [name, rfc3339(when)])),
          })),
      },
    }),
    ...(detected && {
      detection: detected.map(({ name, type, detections }) => ({
        name,
        type,
        factors: detections.map(({ factor, watches, found, median }) => ({
          factor,
          watches,
          found,
          ...(median !== undefined && { medianSeconds: median / 1000 }),
        })),
      })),
    }),
  });
}

export const tooShortSentence = ({ needed, there }: TooShort): string =>
  `${there === 0 ? 'There is no history' : `A history of ${formatDuration(there)} is too short`}: one pretended deploy needs ${formatDuration(millis(needed))}, the baseline before it and the watch after it.`;
