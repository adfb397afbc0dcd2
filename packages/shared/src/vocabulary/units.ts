import { parseDuration } from './time.ts';

/** What a value is measured in. Times are seconds, shares are fractions of 1. */
export const units = ['s', 'fraction', 'bytes', 'per-minute', 'none'] as const;
export type Unit = (typeof units)[number];

/** A number with the unit its writer gave it; `none` when a bare number was written. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

const byteFactors = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1_024,
  MiB: 1_048_576,
  GiB: 1_073_741_824,
} as const;
const timesAMinute = { s: 60, m: 1, min: 1, h: 1 / 60, d: 1 / 1_440 } as const;
const numberAndUnit = /^(-?\d+(?:\.\d+)?)\s*(%|[A-Za-z]+)$/;
const numberAndPeriod = /^(\d+(?:\.\d+)?)\s*\/\s*(s|m|min|h|d)$/;

/** Reads `1%`, `800ms`, `500MB`, `3/min`, `80`. `undefined` when the text is none of these. */
export function parseQuantity(text: string | number): Quantity | undefined {
  if (typeof text === 'number') return Number.isFinite(text) ? { value: text, unit: 'none' } : undefined;
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return { value: Number(text), unit: 'none' };
  const span = parseDuration(text);
  if (span !== undefined) return { value: span / 1_000, unit: 's' };
  const [, events, period] = numberAndPeriod.exec(text) ?? [];
  if (period !== undefined)
    return { value: Number(events) * timesAMinute[period as keyof typeof timesAMinute], unit: 'per-minute' };
  const [, amount, suffix] = numberAndUnit.exec(text) ?? [];
  if (suffix === '%') return { value: Number(amount) / 100, unit: 'fraction' };
  const factor =
    suffix !== undefined && Object.hasOwn(byteFactors, suffix)
      ? byteFactors[suffix as keyof typeof byteFactors]
      : undefined;
  return factor === undefined ? undefined : { value: Number(amount) * factor, unit: 'bytes' };
}

const significant = (value: number, digits: number): string => {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) >= 1_000 ? groupThousands(Math.round(value)) : String(rounded);
};

/** `1,204`. */
export const groupThousands = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Nobody pictures 0.0167 a minute: what is rare is told by the hour, or by the day. */
function often(aMinute: number): string {
  const size = Math.abs(aMinute);
  if (size === 0 || size >= 0.1) return `${significant(aMinute, 3)} a minute`;
  return size * 60 >= 0.1 ? `${significant(aMinute * 60, 3)} an hour` : `${significant(aMinute * 1440, 3)} a day`;
}

/** A value for people, with its unit: `412 ms`, `4.1 %`, `1.5 MB`, `80`. */
export function formatValue(value: number, of: Unit): string {
  if (!Number.isFinite(value)) return 'not a number';
  switch (of) {
    case 's':
      if (value !== 0 && Math.abs(value) < 0.001) return `${significant(value * 1e6, 3)} µs`;
      return Math.abs(value) < 1 ? `${significant(value * 1e3, 3)} ms` : `${significant(value, 3)} s`;
    case 'fraction':
      return `${significant(value * 100, 3)} %`;
    case 'bytes':
      if (Math.abs(value) >= 1e9) return `${significant(value / 1e9, 3)} GB`;
      if (Math.abs(value) >= 1e6) return `${significant(value / 1e6, 3)} MB`;
      return Math.abs(value) >= 1e3 ? `${significant(value / 1e3, 3)} kB` : `${significant(value, 3)} B`;
    case 'per-minute':
      return often(value);
    case 'none':
      return Number.isInteger(value) ? groupThousands(value) : significant(value, 3);
  }
}
