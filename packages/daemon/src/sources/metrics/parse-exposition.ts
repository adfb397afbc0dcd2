import type { Labels } from '../promql/labels.ts';
import type { Exposition, ExpositionFormat, MetricType, Sample } from './exposition.ts';
import { LineReader, unescaped } from './line-reader.ts';
import { OpenMetricsRules } from './openmetrics-rules.ts';

const carriageReturn = 13;
const hash = 35;
const openBrace = 123;

const types: ReadonlySet<string> = new Set<MetricType>([
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
  'unknown',
  'untyped',
]);
const isType = (word: string): word is MetricType => types.has(word);
const noLabels: Labels = [];
const exemplarLimit = 128;

export interface ExpositionOptions {
  /** `openmetrics` is read strictly, as its specification asks; `text` (0.0.4) as forgivingly as Prometheus reads it. */
  readonly format: ExpositionFormat;
  /** Sample names that are needed; the labels of others are not even looked at in the text format. */
  readonly wanted?: ReadonlySet<string>;
}

/** Reads a metrics page. Throws an `ExpositionError` with the line that breaks the format. */
export function parseExposition(text: string, { format, wanted }: ExpositionOptions): Exposition {
  return new Parser(text, format === 'openmetrics', wanted).parse();
}

class Parser {
  private ended = false;
  private lastName = '';
  private series = 0;
  private readonly samples: Sample[] = [];
  private readonly types = new Map<string, MetricType>();
  private readonly names = new Set<string>();
  private readonly rules: OpenMetricsRules | undefined;
  private readonly reader: LineReader;
  private readonly text: string;
  private readonly strict: boolean;
  private readonly wanted: ReadonlySet<string> | undefined;

  constructor(text: string, strict: boolean, wanted: ReadonlySet<string> | undefined) {
    this.text = text;
    this.reader = new LineReader(text, strict);
    this.strict = strict;
    this.wanted = wanted;
    this.rules = strict ? new OpenMetricsRules() : undefined;
  }

  parse(): Exposition {
    const { reader, text } = this;
    for (let start = 0; start < text.length; start = reader.end + 1) {
      reader.line++;
      const feed = text.indexOf('\n', start);
      reader.end = feed < 0 ? text.length : feed;
      reader.at = start;
      if (this.ended) {
        if (this.strict) throw reader.fault('there is text after # EOF');
        break;
      }
      if (this.strict) this.strictLine();
      else this.textLine();
    }
    if (this.strict && !this.ended) throw reader.fault('the page does not end with # EOF');
    this.rules?.end(reader.line);
    return { samples: this.samples, types: this.types, names: this.names, series: this.series };
  }

  private strictLine(): void {
    const { reader } = this;
    if (reader.at === reader.end) throw reader.fault('a blank line');
    if (this.text.charCodeAt(reader.at) === hash) this.strictMetadata();
    else this.sample();
    if (reader.end === this.text.length && !this.ended) throw reader.fault('the last line does not end');
  }

  private textLine(): void {
    const { reader } = this;
    if (reader.end > reader.at && this.text.charCodeAt(reader.end - 1) === carriageReturn) reader.end--;
    reader.blanks();
    if (reader.at !== reader.end) {
      if (this.text.charCodeAt(reader.at) === hash) this.textComment();
      else this.sample();
    }
    if (this.text.charCodeAt(reader.end) === carriageReturn) reader.end++;
  }

  private strictMetadata(): void {
    const { reader } = this;
    const line = this.text.slice(reader.at, reader.end);
    if (line === '# EOF') {
      this.ended = true;
      return;
    }
    const [, keyword, name, rest] = /^# (TYPE|HELP|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/s.exec(line) ?? [];
    if (keyword === undefined || name === undefined || rest === undefined)
      throw reader.fault(`"${line}" is neither TYPE, HELP, UNIT nor EOF`);
    if (keyword === 'TYPE') {
      if (!isType(rest) || rest === 'untyped') throw reader.fault(`"${rest}" is not a type`);
      this.types.set(name, rest);
      this.rules?.type(reader.line, name, rest);
    } else if (keyword === 'UNIT') this.rules?.unit(reader.line, name, rest);
    else this.rules?.help(reader.line, name);
  }

  private textComment(): void {
    const { reader, text } = this;
    reader.at++;
    reader.blanks();
    if (text.startsWith('TYPE', reader.at)) {
      const [, name, type] = /^[ \t]+(\S+)[ \t]+(\S+)[ \t]*$/.exec(text.slice(reader.at + 4, reader.end)) ?? [];
      if (name === undefined || type === undefined) return;
      if (!isType(type)) throw reader.fault(`"${type}" is not a type`);
      this.types.set(
        name.replace(/^"(.*)"$/, (_, quoted: string) => unescaped(quoted)),
        type,
      );
    }
    // Pages in OpenMetrics' words are often served as plain text.
    else if (text.slice(reader.at, reader.end) === 'EOF') this.ended = true;
  }

  private sample(): void {
    const { reader, text } = this;
    let name = text.charCodeAt(reader.at) === openBrace ? '' : reader.sampleName();
    if (name !== this.lastName && name !== '') this.names.add(name);
    this.lastName = name;
    if (!this.strict) reader.blanks();
    this.series++;
    if (name !== '' && !this.strict && this.wanted !== undefined && !this.wanted.has(name)) return;

    let labels = noLabels;
    if (text.charCodeAt(reader.at) === openBrace) {
      const read = reader.labels(name);
      labels = read.labels;
      if (name === '') {
        name = read.name;
        this.names.add(name);
      }
    }
    reader.gap('a value');
    const value = reader.number('value');
    if (reader.at === reader.end) this.keep({ name, labels, value, timestamp: undefined }, false);
    else this.sampleWithMore(name, labels, value);
  }

  /** A timestamp, an exemplar or both stand after the value. */
  private sampleWithMore(name: string, labels: Labels, value: number): void {
    const { reader, text } = this;
    let timestamp: number | undefined;
    let exemplar = false;
    if (reader.more()) {
      if (text.charCodeAt(reader.at) !== hash) {
        timestamp = reader.number('timestamp');
        if (!Number.isFinite(timestamp)) throw reader.fault('a timestamp is a finite number');
      }
      if (reader.at < reader.end && (timestamp === undefined || reader.more())) {
        this.exemplar();
        exemplar = true;
      }
    }
    if (reader.at !== reader.end) throw reader.fault(`"${text.slice(reader.at, reader.end)}" stands after the sample`);
    this.keep({ name, labels, value, timestamp }, exemplar);
  }

  private keep(sample: Sample, exemplar: boolean): void {
    const { reader } = this;
    this.rules?.sample(reader.line, sample, exemplar);
    if (this.wanted === undefined || this.wanted.has(sample.name)) this.samples.push(sample);
  }

  private exemplar(): void {
    const { reader, text } = this;
    if (text.charCodeAt(reader.at) !== hash)
      throw reader.fault(`"${text.slice(reader.at, reader.end)}" is not an exemplar`);
    reader.at++;
    reader.gap('labels of the exemplar');
    if (text.charCodeAt(reader.at) !== openBrace) throw reader.fault('an exemplar starts with "{"');
    const { labels } = reader.labels('exemplar');
    const length = labels.reduce((sum, part) => sum + [...part].length, 0);
    if (length > exemplarLimit)
      throw reader.fault(`the labels of an exemplar have more than ${exemplarLimit} characters`);
    reader.gap('a value of the exemplar');
    reader.number('value of the exemplar');
    if (reader.more() && !Number.isFinite(reader.number('timestamp of the exemplar')))
      throw reader.fault('a timestamp is a finite number');
    if (!this.strict) reader.blanks();
  }
}
