import { labelValue } from '../promql/labels.ts';
import { readNumber } from '../promql/read-number.ts';
import { ExpositionError, type Sample } from './exposition.ts';

interface Group {
  readonly key: string;
  readonly timestamp: number | undefined;
  bound: number | undefined;
  cumulative: number;
  count: number | undefined;
  sum: number | undefined;
  gaugeSum: number | undefined;
  negativeBounds: boolean;
}

/** What OpenMetrics asks of the samples of one histogram or gauge histogram. */
export class HistogramRules {
  private group: Group | undefined;
  private readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  sample(line: number, suffix: string, sample: Sample, key: string): void {
    if (this.group?.key !== key || this.group.timestamp !== sample.timestamp) {
      this.end(line);
      this.group = {
        key,
        timestamp: sample.timestamp,
        bound: undefined,
        cumulative: 0,
        count: undefined,
        sum: undefined,
        gaugeSum: undefined,
        negativeBounds: false,
      };
    }
    if (suffix === '_bucket') this.bucket(line, this.group, sample);
    else if (suffix === '_count' || suffix === '_gcount') this.group.count = sample.value;
    else if (suffix === '_sum') this.group.sum = sample.value;
    else if (suffix === '_gsum') this.group.gaugeSum = sample.value;
  }

  end(line: number): void {
    const { group, name } = this;
    if (group === undefined) return;
    const fault = (words: string) => new ExpositionError(line, `histogram ${name} ${words}`);
    const summed = group.sum ?? group.gaugeSum;
    if (group.bound !== Number.POSITIVE_INFINITY) throw fault('has no bucket le="+Inf"');
    if (group.count !== undefined && group.count !== group.cumulative)
      throw fault(`counts ${group.count}, its bucket le="+Inf" ${group.cumulative}`);
    if ((summed === undefined) !== (group.count === undefined)) throw fault('has a sum or a count without the other');
    if (group.negativeBounds && group.sum !== undefined) throw fault('has a sum beside negative bounds');
    if (!group.negativeBounds && (group.gaugeSum ?? 0) < 0) throw fault('has a negative sum without negative bounds');
    this.group = undefined;
  }

  private bucket(line: number, group: Group, { labels, value }: Sample): void {
    const le = labelValue(labels, 'le') ?? '';
    const bound = readNumber(le);
    const canonical = bound !== Number.POSITIVE_INFINITY || le === '+Inf';
    if (bound === undefined || Number.isNaN(bound) || !canonical)
      throw new ExpositionError(line, `"${le}" is not a bound of histogram ${this.name}`);
    if (group.bound !== undefined && bound <= group.bound)
      throw new ExpositionError(line, `the bounds of histogram ${this.name} do not ascend`);
    if (value < group.cumulative)
      throw new ExpositionError(line, `the buckets of histogram ${this.name} do not ascend`);
    group.bound = bound;
    group.cumulative = value;
    if (bound < 0) group.negativeBounds = true;
  }
}
