import { type Labels, labelValue } from '../promql/labels.ts';
import { readNumber } from '../promql/read-number.ts';
import { ExpositionError, type MetricType, type Sample } from './exposition.ts';
import { HistogramRules } from './openmetrics-histogram-rules.ts';

/** Sample names of a family, by what follows its name. */
const suffixes: Readonly<Partial<Record<MetricType, readonly string[]>>> = {
  counter: ['_total', '_created'],
  summary: ['', '_count', '_sum', '_created'],
  histogram: ['_count', '_sum', '_bucket', '_created'],
  gaugehistogram: ['_gcount', '_gsum', '_bucket'],
  info: ['_info'],
};
const neverNaN: ReadonlySet<string> = new Set(['_total', '_sum', '_count', '_bucket', '_gcount', '_gsum']);
const neverNegative: ReadonlySet<string> = new Set(['_total', '_sum', '_count', '_bucket', '_gcount']);
const wholeNumbers: ReadonlySet<string> = new Set(['_bucket', '_count', '_gcount']);

interface Family {
  readonly name: string;
  readonly line: number;
  type?: MetricType;
  unit?: string;
  helped: boolean;
  sampled: boolean;
  group?: { readonly key: string; timestamp: number | undefined; readonly series: Set<string> };
  readonly groups: Set<string>;
  histogram?: HistogramRules;
}

/**
 * What OpenMetrics 1.0 asks beyond the grammar of a line: metadata once and before the samples, no two families that
 * claim one name, samples of a group together and in the order of time, values that suit the type.
 */
export class OpenMetricsRules {
  private family: Family | undefined;
  private readonly claimed = new Set<string>();

  type(line: number, name: string, type: MetricType): void {
    const family = this.described(line, name);
    if (family.type !== undefined) throw new ExpositionError(line, `a second TYPE of ${name}`);
    family.type = type;
    if (type === 'histogram' || type === 'gaugehistogram') family.histogram = new HistogramRules(name);
  }

  unit(line: number, name: string, unit: string): void {
    const family = this.described(line, name);
    if (family.unit !== undefined) throw new ExpositionError(line, `a second UNIT of ${name}`);
    if (unit !== '' && !name.endsWith(`_${unit}`))
      throw new ExpositionError(line, `${name} does not end with its unit ${unit}`);
    family.unit = unit;
  }

  help(line: number, name: string): void {
    const family = this.described(line, name);
    if (family.helped) throw new ExpositionError(line, `a second HELP of ${name}`);
    family.helped = true;
  }

  sample(line: number, sample: Sample, exemplar: boolean): void {
    const family = this.familyOf(line, sample.name);
    family.sampled = true;
    const suffix = sample.name.slice(family.name.length);
    const type = family.type ?? 'unknown';
    checkLabels(line, family.name, type, suffix, sample.labels);
    checkValue(line, type, suffix, sample.value);
    if (exemplar && !mayHaveExemplar(type, suffix))
      throw new ExpositionError(line, `an exemplar at ${sample.name}; only buckets and totals have them`);
    const group = groupOf(family.name, type, suffix, sample.labels);
    checkOrder(line, family, type, group, sample);
    family.histogram?.sample(line, suffix, sample, group);
  }

  end(line: number): void {
    this.finish(line);
  }

  /** The family that a metadata line speaks of. */
  private described(line: number, name: string): Family {
    if (this.family?.name !== name) return this.begin(line, name);
    if (this.family.sampled) throw new ExpositionError(line, `metadata of ${name} after its samples`);
    return this.family;
  }

  private familyOf(line: number, sample: string): Family {
    const { family } = this;
    if (family !== undefined) {
      const allowed = suffixes[family.type ?? 'unknown'] ?? [''];
      if (allowed.some((suffix) => sample === family.name + suffix)) return family;
    }
    return this.begin(line, sample);
  }

  private begin(line: number, name: string): Family {
    this.finish(line);
    this.family = { name, line, helped: false, sampled: false, groups: new Set() };
    return this.family;
  }

  private finish(line: number): void {
    const { family } = this;
    if (family === undefined) return;
    const type = family.type ?? 'unknown';
    for (const suffix of new Set(['', ...(suffixes[type] ?? [])])) {
      const name = family.name + suffix;
      if (this.claimed.has(name)) throw new ExpositionError(family.line, `${name} belongs to another family already`);
      this.claimed.add(name);
    }
    if (family.unit !== undefined && family.unit !== '' && (type === 'info' || type === 'stateset'))
      throw new ExpositionError(family.line, `${family.name} is of type ${type}, which has no unit`);
    family.histogram?.end(line);
  }
}

function checkLabels(line: number, family: string, type: MetricType, suffix: string, labels: Labels): void {
  if (type === 'stateset' && labelValue(labels, family) === undefined)
    throw new ExpositionError(line, `a state of ${family} without a label ${family}`);
  if (type !== 'summary' || suffix !== '') return;
  const quantile = readNumber(labelValue(labels, 'quantile') ?? '');
  if (quantile === undefined || !(quantile >= 0 && quantile <= 1))
    throw new ExpositionError(line, `${family} has no quantile from 0 to 1`);
}

function checkValue(line: number, type: MetricType, suffix: string, value: number): void {
  const fault = (words: string) => new ExpositionError(line, words);
  if (type === 'stateset' && value !== 0 && value !== 1) throw fault('a state is 0 or 1');
  if (type === 'info' && value !== 1) throw fault('an info is 1');
  if (type === 'summary' && suffix === '' && value < 0) throw fault('a quantile is not negative');
  if (suffix === '') return;
  if (neverNaN.has(suffix) && Number.isNaN(value)) throw fault(`${suffix} is never NaN`);
  if (neverNegative.has(suffix) && value < 0) throw fault(`${suffix} is never negative`);
  if (wholeNumbers.has(suffix) && !Number.isInteger(value)) throw fault(`${suffix} is a whole number`);
}

const mayHaveExemplar = (type: MetricType, suffix: string): boolean =>
  suffix === '_bucket' ? type === 'histogram' || type === 'gaugehistogram' : type === 'counter' && suffix === '_total';

/** Samples that belong together: those with the same labels, not counting the one that tells them apart. */
function groupOf(family: string, type: MetricType, suffix: string, labels: Labels): string {
  // The labels of an info are its value.
  if (type === 'info') return '';
  const own =
    suffix === '_bucket' ? 'le' : type === 'stateset' ? family : type === 'summary' && suffix === '' ? 'quantile' : '';
  return labelsKey(labels, own);
}

function labelsKey(labels: Labels, without: string): string {
  const pairs: string[] = [];
  for (let i = 0; i < labels.length; i += 2)
    if (labels[i] !== without) pairs.push(`${labels[i]}\u0001${labels[i + 1]}`);
  return pairs.sort().join('\u0002');
}

function checkOrder(line: number, family: Family, type: MetricType, key: string, sample: Sample): void {
  const series = `${sample.name}\u0002${labelsKey(sample.labels, '')}`;
  const { group } = family;
  if (group?.key !== key) {
    if (family.groups.has(key))
      throw new ExpositionError(line, `samples of ${family.name} with the same labels are apart`);
    family.groups.add(key);
    family.group = { key, timestamp: sample.timestamp, series: new Set([series]) };
    return;
  }
  if ((sample.timestamp === undefined) !== (group.timestamp === undefined))
    throw new ExpositionError(line, `some samples of ${family.name} have a timestamp and some have not`);
  if (sample.timestamp === undefined && group.series.has(series))
    throw new ExpositionError(line, `${sample.name} stands twice with the same labels`);
  if (type !== 'info' && (sample.timestamp ?? 0) < (group.timestamp ?? 0))
    throw new ExpositionError(line, `timestamps of ${family.name} go back`);
  group.timestamp = sample.timestamp;
  group.series.add(series);
}
