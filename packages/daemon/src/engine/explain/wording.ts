import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { shortened } from '@daywatch/shared/vocabulary/shortened.ts';
import { formatDuration, type Instant, type Millis, millis, minutes } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue, groupThousands } from '@daywatch/shared/vocabulary/units.ts';

/** What one unit of a measure is called. */
const units = {
  rate: ['request', 'requests'],
  latency: ['request', 'requests'],
  gauge: ['reading', 'readings'],
  check: ['look', 'looks'],
  count: ['event', 'events'],
} as const;

export function amount({ measure }: Pick<Criterion, 'measure'>, n: number): string {
  const [one, many] = units[measure];
  return times(Math.round(n), one, many);
}

/** `1,869 more looks`. */
export function moreUnits({ measure }: Pick<Criterion, 'measure'>, n: number): string {
  const [one, many] = units[measure];
  return times(n, `more ${one}`, `more ${many}`);
}

export const unitWord = ({ measure }: Pick<Criterion, 'measure'>): string => units[measure][1];

const dayMillis = 86_400_000;

/** `23:04 UTC`, and to the second in a watch so short that minutes say nothing. */
export function timeOfDay(at: Instant, watch: Millis): string {
  const seconds = Math.floor((((at % dayMillis) + dayMillis) % dayMillis) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = watch < minutes(30) ? parts : parts.slice(0, 2);
  return `${shown.map((part) => String(part).padStart(2, '0')).join(':')} UTC`;
}

/** `5h58m`: for tables. */
export const span = (seconds: number): string => formatDuration(millis(Math.max(0, Math.round(seconds * 1000))));

const twoDays = 172_800;

/** A length of time inside a sentence: `45 s`, `6 min 30 s`, `2 h`, `24 h`, `7 days`. */
export function period(seconds: number): string {
  const whole = Math.round(seconds);
  const parts =
    whole >= twoDays
      ? [times(Math.floor(whole / 86_400), 'day', 'days'), ...part(Math.floor((whole % 86_400) / 3600), 'h')]
      : whole >= 3600
        ? [`${Math.floor(whole / 3600)} h`, ...part(Math.floor((whole % 3600) / 60), 'min')]
        : whole >= 600
          ? [`${Math.floor(whole / 60)} min`]
          : whole >= 60
            ? [`${Math.floor(whole / 60)} min`, ...part(whole % 60, 's')]
            : [`${whole} s`];
  return parts.join(' ');
}

const part = (n: number, unit: string): string[] => (n === 0 ? [] : [`${n} ${unit}`]);

export const valueIn = ({ unit }: Pick<Criterion, 'unit'>, value: number): string => formatValue(value, unit);

/** `0.08 to 0.695 %`, `0.271 to 15.2 an hour`: both ends in the same unit. */
export function rangeIn({ unit }: Pick<Criterion, 'unit'>, [low, high]: readonly [number, number]): string {
  const [first, last] = [numberAndUnit(formatValue(low, unit)), numberAndUnit(formatValue(high, unit))];
  if (first.unit === last.unit || low === 0) return `${first.number} to ${last.number} ${last.unit}`.trim();
  if (unit !== 'per-minute') return `${formatValue(low, unit)} to ${formatValue(high, unit)}`;
  return `${formatValue(low * 60, 'none')} to ${formatValue(high * 60, 'none')} an hour`;
}

function numberAndUnit(shown: string): { readonly number: string; readonly unit: string } {
  const space = shown.indexOf(' ');
  return space < 0 ? { number: shown, unit: '' } : { number: shown.slice(0, space), unit: shown.slice(space + 1) };
}

export const percent = (share: number): string => formatValue(share, 'fraction');

/** `p95`, `p99.9`; where lower is worse the other tail. */
export function quantileName(level: number, worse: Criterion['worse']): string {
  const shown = worse === 'lower' ? 1 - level : level;
  return `p${Number((shown * 100).toPrecision(6))}`;
}

/** `below 1 in 125`, `below 1 in 21,000`: the chance that an e-value as large ever comes up by itself (Ville 1939). */
export function odds(eValue: number): string {
  if (eValue >= 1e9) return 'below 1 in a billion';
  const size = eValue < 1000 ? 1 : 10 ** (Math.floor(Math.log10(eValue)) - 1);
  return `below 1 in ${groupThousands(Math.floor(eValue / size) * size)}`;
}

/** A number of units that need not be whole: `0.8`, `5.6`, `60`, `1,204`. */
export const roughly = (n: number): string =>
  n < 10 ? String(Number(n.toPrecision(2))) : groupThousands(Math.floor(n));

export const times = (n: number, one: string, many: string): string => `${groupThousands(n)} ${n === 1 ? one : many}`;

const longest = 200;

/** What a source said, fit for the end of a sentence: one line, not too long, without a full stop of its own. */
export function quoted(said: string): string {
  const line = said.replaceAll(/\s+/g, ' ').trim();
  return shortened(line, longest).replace(/[.;,:]+$/, '');
}
