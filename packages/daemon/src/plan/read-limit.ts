import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import { formatValue, type Quantity, type Unit } from '@daywatch/shared/vocabulary/units.ts';
import type { Path, PlanFaultCode, Report } from './fault.ts';

interface Written {
  readonly measure: Measure;
  readonly unit: Unit;
  readonly limit: Quantity;
  readonly path: Path;
  readonly report: Report;
}

/** The unit in which values of a measure are compared. Only a gauge can have any. */
export function unitOf(measure: Measure, gauge: readonly (Unit | undefined)[]): Unit {
  switch (measure) {
    case 'rate':
    case 'check':
      return 'fraction';
    case 'latency':
      return 's';
    case 'count':
      return 'per-minute';
    case 'gauge':
      return gauge.find((unit) => unit !== undefined) ?? 'none';
  }
}

/** The limit as a number in `unit`; `undefined` when it is faulty, which is then reported. */
export function readLimit({ measure, unit, limit, path, report }: Written): number | undefined {
  const refuse = (code: PlanFaultCode, message: string, hint: string): undefined => {
    report({ code, path, at: 'value', message, hint });
  };
  if (limit.unit === 'none' && unit === 's')
    return refuse(
      'limit-needs-unit',
      `the limit ${limit.value} of a time has no unit`,
      `Write ${timeFor(limit.value)}.`,
    );
  if (limit.unit === 'none' && unit === 'fraction' && limit.value > 1)
    return refuse('limit-needs-unit', `the limit ${limit.value} of a share has no unit`, `Write ${limit.value}%.`);
  if (limit.unit !== 'none' && limit.unit !== unit)
    return refuse(
      'limit-of-wrong-unit',
      `${formatValue(limit.value, limit.unit)} is ${unitWords[limit.unit]}; the limit of this ${measure} is ${unitWords[unit]}`,
      `Write it like ${examples[unit]}.`,
    );
  const fault = measure === 'gauge' ? undefined : outOfRange(limit.value, unit);
  return fault === undefined ? limit.value : refuse('limit-out-of-range', fault, `Write it like ${examples[unit]}.`);
}

function outOfRange(value: number, unit: Unit): string | undefined {
  if (unit === 's' && value <= 0) return `every time is over a limit of ${formatValue(value, unit)}`;
  if (value < 0) return `a limit of ${formatValue(value, unit)} is below zero`;
  if (unit === 'fraction' && value >= 1) return `a limit of ${formatValue(value, unit)} can never be exceeded`;
  return undefined;
}

/** Large bare numbers are milliseconds, small ones seconds. */
const timeFor = (value: number): string =>
  value >= 10 ? `${value}ms` : `${Math.round(value * 1_000)}ms, or ${value}s`;

const unitWords: Readonly<Record<Unit, string>> = {
  s: 'a time',
  fraction: 'a percentage',
  bytes: 'a size',
  'per-minute': 'a number of events a minute',
  none: 'a bare number',
};

const examples: Readonly<Record<Unit, string>> = {
  s: '800ms',
  fraction: '1%',
  bytes: '500MB',
  'per-minute': '3/min',
  none: '80',
};
