import {
  type Exposition,
  ExpositionError,
  type ExpositionFormat,
  type Labels,
  type MetricType,
  type Sample,
} from './exposition.ts';
import { OpenMetricsRules } from './openmetrics-rules.ts';
import { readNumber } from './read-number.ts';

const tab = 9;
const carriageReturn = 13;
const space = 32;
const quote = 34;
const hash = 35;
const comma = 44;
const zero = 48;
const nine = 57;
const colon = 58;
const equals = 61;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;

/** What a name may be made of: 1 letters, `_` and `:`; 2 digits as well, but not at the start. */
const nameChars = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:') nameChars[char.charCodeAt(0)] = 1;
for (const char of '0123456789') nameChars[char.charCodeAt(0)] = 2;

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
  private at = 0;
  private end = 0;
  private line = 0;
  private ended = false;
  private name = '';
  /** Labels of the line before: neighbouring lines have most of them in common. */
  private before: Labels = noLabels;
  private plainNames = true;
  /** Where the next backslash stands: before it nothing is escaped. */
  private backslash = -1;
  private series = 0;
  private readonly samples: Sample[] = [];
  private readonly types = new Map<string, MetricType>();
  private readonly names = new Set<string>();
  private readonly rules: OpenMetricsRules | undefined;
  private readonly text: string;
  private readonly strict: boolean;
  private readonly wanted: ReadonlySet<string> | undefined;

  constructor(text: string, strict: boolean, wanted: ReadonlySet<string> | undefined) {
    this.text = text;
    this.strict = strict;
    this.wanted = wanted;
    this.rules = strict ? new OpenMetricsRules() : undefined;
  }

  parse(): Exposition {
    const { text } = this;
    for (let start = 0; start < text.length; start = this.end + 1) {
      this.line++;
      const feed = text.indexOf('\n', start);
      this.end = feed < 0 ? text.length : feed;
      this.at = start;
      if (this.ended) {
        if (this.strict) throw this.fault('there is text after # EOF');
        break;
      }
      if (this.strict) this.strictLine();
      else this.textLine();
    }
    if (this.strict && !this.ended) throw this.fault('the page does not end with # EOF');
    this.rules?.end(this.line);
    return { samples: this.samples, types: this.types, names: this.names, series: this.series };
  }

  private strictLine(): void {
    if (this.at === this.end) throw this.fault('a blank line');
    if (this.text.charCodeAt(this.at) === hash) this.strictMetadata();
    else this.sample();
    if (this.end === this.text.length && !this.ended) throw this.fault('the last line does not end');
  }

  private textLine(): void {
    if (this.end > this.at && this.text.charCodeAt(this.end - 1) === carriageReturn) this.end--;
    this.blanks();
    if (this.at !== this.end) {
      if (this.text.charCodeAt(this.at) === hash) this.textComment();
      else this.sample();
    }
    if (this.text.charCodeAt(this.end) === carriageReturn) this.end++;
  }

  private strictMetadata(): void {
    const line = this.text.slice(this.at, this.end);
    if (line === '# EOF') {
      this.ended = true;
      return;
    }
    const [, keyword, name, rest] = /^# (TYPE|HELP|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/s.exec(line) ?? [];
    if (keyword === undefined || name === undefined || rest === undefined)
      throw this.fault(`"${line}" is neither TYPE, HELP, UNIT nor EOF`);
    if (keyword === 'TYPE') {
      if (!isType(rest) || rest === 'untyped') throw this.fault(`"${rest}" is not a type`);
      this.types.set(name, rest);
      this.rules?.type(this.line, name, rest);
    } else if (keyword === 'UNIT') this.rules?.unit(this.line, name, rest);
    else this.rules?.help(this.line, name);
  }

  private textComment(): void {
    const line = this.text.slice(this.at, this.end);
    // Pages in OpenMetrics' words are often served as plain text.
    if (line === '# EOF') this.ended = true;
    const [, name, type] = /^#[ \t]+TYPE[ \t]+(\S+)[ \t]+(\S+)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || type === undefined) return;
    if (!isType(type)) throw this.fault(`"${type}" is not a type`);
    this.types.set(name.startsWith('"') ? JSON.parse(name) : name, type);
  }

  private sample(): void {
    const { text } = this;
    let name = this.text.charCodeAt(this.at) === openBrace ? '' : this.sampleName();
    if (!this.strict) this.blanks();
    this.series++;
    if (name !== '' && !this.strict && this.wanted !== undefined && !this.wanted.has(name)) return;

    let labels = noLabels;
    if (text.charCodeAt(this.at) === openBrace) {
      const read = this.labels(name);
      labels = read.labels;
      if (name === '') {
        name = read.name;
        this.names.add(name);
      }
    }
    this.gap('a value');
    const value = this.number('value');
    let timestamp: number | undefined;
    let exemplar = false;
    if (this.more()) {
      if (text.charCodeAt(this.at) !== hash) {
        timestamp = this.number('timestamp');
        if (!Number.isFinite(timestamp)) throw this.fault('a timestamp is a finite number');
      }
      if (this.at < this.end && (timestamp === undefined || this.more())) {
        this.exemplar();
        exemplar = true;
      }
    }
    if (this.at !== this.end) throw this.fault(`"${text.slice(this.at, this.end)}" stands after the sample`);

    const sample: Sample = { name, labels, value, timestamp };
    this.rules?.sample(this.line, sample, exemplar);
    if (this.wanted === undefined || this.wanted.has(name)) this.samples.push(sample);
  }

  /** Neighbouring lines mostly have the same name: then it is neither checked nor cut out again. */
  private sampleName(): string {
    const { text, end, name } = this;
    const start = this.at;
    if (name !== '' && text.startsWith(name, start)) {
      const next = text.charCodeAt(start + name.length);
      if (next === openBrace || next === space) {
        this.at = start + name.length;
        return name;
      }
    }
    let at = start;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > 127 || nameChars[code] === 0) break;
    }
    if (at === start || nameChars[text.charCodeAt(start)] !== 1)
      throw this.fault(`"${text.slice(start, Math.min(end, start + 40))}" does not start with the name of a metric`);
    this.at = at;
    this.name = text.slice(start, at);
    this.names.add(this.name);
    return this.name;
  }

  /** `{a="b",c="d"}`; the name may stand quoted as the first thing inside. */
  private labels(outer: string): { name: string; labels: Labels } {
    this.at++;
    this.plainNames = true;
    // Cut to what the label set really is, on either way.
    const labels = this.before.slice();
    const name = this.labelsAsBefore(labels) ? outer : this.otherLabels(outer, labels);
    this.at++;
    if (name === '') throw this.fault('a sample without a name');
    this.before = this.plainNames ? labels : noLabels;
    return { name, labels };
  }

  /**
   * The quick way: the same names in the same order as on the line before, so that they need no check, and values that
   * are cut out only where they differ. Goes as far as it is that simple; answers whether that is up to the brace.
   */
  private labelsAsBefore(labels: string[]): boolean {
    const { text, end } = this;
    let at = this.at;
    let i = 0;
    for (; i < labels.length; i += 2) {
      const name = labels[i] ?? '';
      const start = at + name.length + 2;
      if (!text.startsWith(name, at)) break;
      if (text.charCodeAt(start - 2) !== equals || text.charCodeAt(start - 1) !== quote) break;
      const close = text.indexOf('"', start);
      if (this.backslash < start) this.backslash = positionOf('\\', text, start);
      if (close < 0 || close > end || close > this.backslash) break;
      const next = text.charCodeAt(close + 1);
      if (next !== comma && next !== closeBrace) break;
      const value = labels[i + 1] ?? '';
      if (value.length !== close - start || !text.startsWith(value, start)) labels[i + 1] = text.slice(start, close);
      at = close + 1;
      if (next === closeBrace) {
        this.at = at;
        labels.length = i + 2;
        return true;
      }
      at++;
    }
    this.at = at;
    labels.length = i;
    return false;
  }

  private otherLabels(outer: string, labels: string[]): string {
    const { text } = this;
    let name = outer;
    for (let first = labels.length === 0; ; first = false) {
      if (!this.strict) this.blanks();
      let code = text.charCodeAt(this.at);
      // OpenMetrics knows no comma before the brace.
      if (code === closeBrace && (first || !this.strict)) break;
      const quoted = code === quote;
      // On the next line such a name would pass without its quotes.
      if (quoted) this.plainNames = false;
      const label = quoted ? this.quoted() : this.labelName();
      if (!this.strict) this.blanks();
      code = text.charCodeAt(this.at);
      if (quoted && name === '' && first && code !== equals) name = label;
      else {
        if (code !== equals) throw this.fault(`label ${label} has no "="`);
        this.at++;
        if (!this.strict) this.blanks();
        if (text.charCodeAt(this.at) !== quote) throw this.fault(`the value of label ${label} is not in double quotes`);
        for (let i = 0; i < labels.length; i += 2)
          if (labels[i] === label) throw this.fault(`label ${label} stands twice`);
        labels.push(label, this.quoted());
        if (!this.strict) this.blanks();
        code = text.charCodeAt(this.at);
      }
      if (code === closeBrace) break;
      if (code !== comma) throw this.fault(`no comma or brace after label ${label}`);
      this.at++;
    }
    return name;
  }

  private labelName(): string {
    const { text } = this;
    const start = this.at;
    let code = text.charCodeAt(this.at);
    while (code < 128 && nameChars[code] !== 0 && code !== colon) code = text.charCodeAt(++this.at);
    if (this.at === start || nameChars[text.charCodeAt(start)] !== 1)
      throw this.fault(`"${text.slice(start, this.end)}" does not start with the name of a label`);
    return text.slice(start, this.at);
  }

  /** The quoted text that begins here. */
  private quoted(): string {
    const { text, end } = this;
    const start = this.at + 1;
    let plain = true;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === backslash) {
        plain = false;
        at++;
      } else if (code === quote) {
        this.at = at + 1;
        const raw = text.slice(start, at);
        return plain ? raw : unescaped(raw);
      }
    }
    throw this.fault('a quoted text does not end');
  }

  private exemplar(): void {
    const { text } = this;
    if (text.charCodeAt(this.at) !== hash) throw this.fault(`"${text.slice(this.at, this.end)}" is not an exemplar`);
    this.at++;
    this.gap('labels of the exemplar');
    if (text.charCodeAt(this.at) !== openBrace) throw this.fault('an exemplar starts with "{"');
    const { labels } = this.labels('exemplar');
    const length = labels.reduce((sum, part) => sum + [...part].length, 0);
    if (length > exemplarLimit)
      throw this.fault(`the labels of an exemplar have more than ${exemplarLimit} characters`);
    this.gap('a value of the exemplar');
    this.number('value of the exemplar');
    if (this.more() && !Number.isFinite(this.number('timestamp of the exemplar')))
      throw this.fault('a timestamp is a finite number');
    if (!this.strict) this.blanks();
  }

  private number(what: string): number {
    const { text, end } = this;
    const start = this.at;
    let at = start;
    let whole = 0;
    let digits = true;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code >= zero && code <= nine) whole = whole * 10 + (code - zero);
      else if (code === space || code === tab) break;
      else digits = false;
    }
    this.at = at;
    // Up to 15 digits a double is exact.
    if (digits && at > start && at - start <= 15) return whole;
    const value = readNumber(text, start, at);
    if (value === undefined) throw this.fault(`"${text.slice(start, at)}" is not a ${what}`);
    return value;
  }

  /** The blank between two parts: exactly one space in OpenMetrics; in the text format it may be missing after "}". */
  private gap(before: string): void {
    if (this.strict) {
      if (this.text.charCodeAt(this.at) !== space) throw this.fault(`no single space before ${before}`);
      this.at++;
    } else this.blanks();
    if (this.at >= this.end) throw this.fault(`${before} is missing`);
  }

  /** Whether another part of the line follows; goes to it. */
  private more(): boolean {
    if (this.at === this.end) return false;
    if (!this.strict) {
      this.blanks();
      return this.at < this.end;
    }
    this.at++;
    if (this.at === this.end) throw this.fault('a space at the end of the line');
    return true;
  }

  private blanks(): void {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    while (code === space || code === tab) code = text.charCodeAt(++this.at);
  }

  private fault(words: string): ExpositionError {
    return new ExpositionError(this.line, words);
  }
}

const positionOf = (what: string, text: string, from: number): number => {
  const at = text.indexOf(what, from);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
};

const unescaped = (raw: string): string =>
  raw.replace(/\\([\\"n])/g, (_, char: string) => (char === 'n' ? '\n' : char));
