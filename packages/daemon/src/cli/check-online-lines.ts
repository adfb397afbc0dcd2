import type { BaselineRung } from '@daywatch/shared/vocabulary/baseline.ts';
import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { between, formatDuration, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';
import { wrap } from '../demo/wrap.ts';
import { isDeciding } from '../engine/measures.ts';
import { defaultTuning } from '../engine/tuning.ts';
import { outageInARow } from '../engine/violation.ts';
import { worseFactors } from '../replay/detection.ts';
import type { Outages } from '../replay/outages.ts';
import type { CriterionOutlook, Outlook } from '../replay/outlook.ts';
import { detectionCells } from './backtest-lines.ts';
import { isBlind, type Looked, readingInWords } from './check-online.ts';
import { noiseWords } from './noise-words.ts';
import { lengthWords } from './replay-lines.ts';
import { many } from './replay-notes.ts';
import { clean, fit } from './terminal/fit.ts';
import type { Paint } from './terminal/paint.ts';
import { type Column, tableLines } from './terminal/table.ts';

/** All that `check --online` knows of an environment. */
export interface Checked {
  readonly environment: string;
  readonly criteria: readonly Criterion[];
  readonly looked: readonly Looked[];
  /** By name: what the next deploy would be compared with. */
  readonly rungs: ReadonlyMap<string, BaselineRung>;
  readonly outlook?: Outlook;
  readonly from: readonly string[];
}

const rungWords: Readonly<Record<BaselineRung, string>> = {
  'same-hour': 'same hour',
  'day-before': 'day before',
  'before-deploy': 'just before',
  'limit-only': 'limit only',
  nothing: 'nothing',
};

export function checkedLines(checked: Checked, sheet: { readonly paint: Paint; readonly width: number }) {
  const { environment, criteria, outlook, from } = checked;
  const { paint, width } = sheet;
  const span = outlook === undefined ? '' : formatDuration(between(outlook.history.from, outlook.history.to));
  const columns: readonly Column[] = [
    { title: 'criterion' },
    { title: 'now' },
    ...(outlook === undefined
      ? []
      : [
          { title: 'usually' },
          { title: 'compared with' },
          { title: 'noise' },
          ...worseFactors.map((factor): Column => ({ title: `×${factor}`, align: 'right' })),
        ]),
  ];
  const rows = criteria.map((criterion) => rowOf(criterion, checked, paint));
  return [
    '',
    `${paint.strong(environment)}  ${paint.quiet(outlook === undefined ? 'no history' : `${span} of ${from.join(' and ')}`)}`,
    '',
    ...tableLines(columns, rows, { paint, width }),
    ...troubleLines(checked, sheet),
    '',
    ...(outlook === undefined ? noHistory : outlookLines(outlook, criteria)).flatMap((line) =>
      wrap(line, Math.max(40, width - 4)).map((part, i) => (i === 0 ? part : `    ${part}`)),
    ),
  ];
}

const noHistory = [
  'No history yet, so nothing can be said of false alarms and detection times: run `daywatch serve` for a day or more before the next deploy, or read from a source that keeps the past, such as Prometheus.',
];

function rowOf(criterion: Criterion, { looked, outlook, rungs }: Checked, paint: Paint): readonly string[] {
  const { name, unit } = criterion;
  const reading = looked.find((one) => one.criterion === name)?.reading;
  const isBad = reading?.type === 'check' && !reading.ok;
  const mark =
    reading === undefined || isBlind(reading) ? paint.bad('✗') : isBad ? paint.caution('!') : paint.good('✓');
  const now =
    reading === undefined || isBlind(reading)
      ? paint.bad(reading?.type === 'absent' ? 'nothing there' : 'cannot be read')
      : fit(readingInWords(reading, criterion), 24);
  const head = [`${mark} ${name}`, now];
  if (outlook === undefined) return head;
  const of = outlook.criteria.find((one) => one.name === name);
  const rung = rungs.get(name);
  return [
    ...head,
    of?.usual === undefined ? '' : formatValue(of.usual, unit),
    rung === undefined ? '' : rungWords[rung],
    of?.phi === undefined ? '' : noiseWords(of.phi),
    ...detectionCells(of?.detected),
  ];
}

/** What cannot be read now, in full. */
function troubleLines({ looked, criteria }: Checked, { paint, width }: { paint: Paint; width: number }) {
  const lines = looked.flatMap(({ criterion: name, reading }) => {
    const criterion = criteria.find((one) => one.name === name);
    const isOk = !isBlind(reading) && !(reading.type === 'check' && !reading.ok);
    if (criterion === undefined || isOk) return [];
    const sentence = `${name}: ${clean(readingInWords(reading, criterion))}`;
    return wrap(sentence, Math.max(40, width - 4)).map((line, i) => paint.caution(`${i === 0 ? '  ' : '    '}${line}`));
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

function outlookLines(outlook: Outlook, criteria: readonly Criterion[]): readonly string[] {
  const { falseAlarms, watch } = outlook;
  const bound = formatValue(defaultTuning.alpha, 'fraction');
  const promise = `False NO-GO: at most ${defaultTuning.alpha * 100} in 100 deploys that changed nothing, all criteria together.`;
  const uncertain = outlook.criteria.filter(
    (one) =>
      (one.uncertified ?? one.cannotDecide) !== undefined &&
      criteria.some((criterion) => criterion.name === one.name && isDeciding(criterion)),
  );
  return [
    falseAlarms === undefined
      ? `${promise} Less than 3 days are known, so it is not measured here: \`daywatch replay --aa\` does it later.`
      : `${promise} Measured on ${many(falseAlarms.pretended.length, 'pretended deploy')} of this history: ${falseAlarms.noGo}, so ${formatValue(falseAlarms.interval[0], 'fraction')} to ${formatValue(falseAlarms.interval[1], 'fraction')} of deploys (95 %); ${bound} is promised.`,
    ...outlook.outages.map(outageLine),
    `×N: how soon a criterion fails that is N times as bad from the deploy on, in a watch of ${lengthWords(watch)}. Noise: how much more its bad units come in bursts than chance alone would have it.`,
    ...(uncertain.length === 0
      ? ['Every criterion that decides has the traffic for an early GO.']
      : ['', 'Too thin to certify: GO comes only at the end of the watch, or not at all.', ...uncertain.map(thinLine)]),
  ];
}

/** The rule of the outage is no statistics, so what it would have cost is told apart. */
function outageLine({ name, times, span, watch, share }: Outages): string {
  const known = `${formatDuration(span)} of its readings`;
  const often = times === 1 ? 'once' : `${times} times`;
  const cost =
    times === 0
      ? `It did not happen in ${known}.`
      : `It happened ${often} in ${known}, so about ${formatValue(share, 'fraction')} of watches of ${lengthWords(watch)} would meet one with nothing deployed.`;
  return `${name}: failing ${outageInARow} times in a row is an outage, a NO-GO by rule. ${cost}`;
}

const thinLine = ({ name, uncertified, cannotDecide }: CriterionOutlook): string =>
  `– ${name}: ${cannotDecide ?? clean(uncertified ?? '')}`;

export const checkedJson = ({ environment, rungs, outlook, from }: Checked) => ({
  environment,
  ...(outlook === undefined
    ? { history: null }
    : {
        history: { from: rfc3339(outlook.history.from), to: rfc3339(outlook.history.to), of: from },
        watchSeconds: outlook.watch / 1000,
        falseNoGo: {
          bound: defaultTuning.alpha,
          ...(outlook.falseAlarms && {
            pretended: outlook.falseAlarms.pretended.length,
            measured: outlook.falseAlarms.noGo,
            interval: outlook.falseAlarms.interval,
          }),
          outages: outlook.outages.map(({ name, times, span, share }) => ({
            criterion: name,
            times,
            seconds: span / 1000,
            share,
          })),
        },
        criteria: outlook.criteria.map(({ name, usual, phi, detected, uncertified, cannotDecide }) => ({
          name,
          ...(usual !== undefined && { usual }),
          ...(rungs.has(name) && { comparedWith: rungs.get(name) }),
          ...(phi !== undefined && { phi, noise: noiseWords(phi) }),
          detection: (detected?.detections ?? []).map(({ factor, median, found, watches }) => ({
            factor,
            found,
            watches,
            ...(median !== undefined && { medianSeconds: median / 1000 }),
          })),
          ...(detected?.type === 'fact' && { failsAtOnce: true }),
          ...(uncertified !== undefined && { tooThin: uncertified }),
          ...(cannotDecide !== undefined && { cannotDecide }),
        })),
      }),
});
