import type { Labels } from '../promql/labels.ts';
import { readNumber } from '../promql/read-number.ts';
import { ExpositionError } from './exposition.ts';

const tab = 9;
const space = 32;
const quote = 34;
const comma = 44;
const point = 46;
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

const powersOfTen = Float64Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);
const noLabels: Labels = [];

/**
 * Reads the parts of a line from left to right. Strictly (OpenMetrics) parts are one space apart; else blanks may stand
 * anywhere between them.
 */
export class LineReader {
  at = 0;
  /** Of the line. */
  end = 0;
  /** From 1. */
  line = 0;
  private readonly text: string;
  private readonly strict: boolean;
  private name = '';
  /** Labels of the line before: neighbouring lines have most of them in common. */
  private before: Labels = noLabels;
  /** The text around the one label value in which the lines before differed; no head: there was none. */
  private head = '';
  private tail = '';
  private place = 0;
  private plainNames = true;
  /** Where the next backslash stands: before it nothing is escaped. */
  private backslash = -1;

  constructor(text: string, strict: boolean) {
    this.text = text;
    this.strict = strict;
  }

  /** Neighbouring lines mostly have the same name: then it is neither checked nor cut out again. */
  sampleName(): string {
    const { text, end, name } = this;
    const start = this.at;
    // Cut out and compared at once: quicker than startsWith, which goes letter by letter.
    if (name !== '' && text.slice(start, start + name.length) === name) {
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
    return this.name;
  }

  /** `{a="b",c="d"}`; the name may stand quoted as the first thing inside. */
  labels(outer: string): { name: string; labels: Labels } {
    const quick = outer === '' ? undefined : this.labelsButOne();
    if (quick !== undefined) return { name: outer, labels: quick };
    const brace = this.at;
    this.at++;
    this.plainNames = true;
    // Cut to what the label set really is, on either way.
    const labels = this.before.slice();
    const name = this.labelsAsBefore(labels, brace) ? outer : this.otherLabels(outer, labels);
    this.at++;
    if (name === '') throw this.fault('a sample without a name');
    this.before = this.plainNames ? labels : noLabels;
    return { name, labels };
  }

  /** The quickest way: all is as before but the one value that differed before too. */
  private labelsButOne(): Labels | undefined {
    const { text, end, head, tail } = this;
    const start = this.at + head.length;
    if (head === '' || text.slice(this.at, start) !== head) return undefined;
    const close = text.indexOf('"', start);
    if (this.backslash < start) this.backslash = positionOf('\\', text, start);
    const after = close + tail.length;
    if (close < 0 || after > end || close > this.backslash || text.slice(close, after) !== tail) return undefined;
    const labels = this.before.slice();
    labels[this.place] = text.slice(start, close);
    this.before = labels;
    this.at = after;
    return labels;
  }

  /**
   * The quick way: the same names in the same order as on the line before, so that they need no check, and values that
   * are cut out only where they differ. Goes as far as it is that simple; answers whether that is up to the brace.
   */
  private labelsAsBefore(labels: string[], brace: number): boolean {
    const { text, end } = this;
    let at = this.at;
    let i = 0;
    let different = 0;
    let from = 0;
    let to = 0;
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
      if (value.length !== close - start || !text.startsWith(value, start)) {
        labels[i + 1] = text.slice(start, close);
        different++;
        this.place = i + 1;
        from = start;
        to = close;
      }
      at = close + 1;
      if (next === closeBrace) {
        this.at = at;
        labels.length = i + 2;
        this.head = different === 1 ? text.slice(brace, from) : '';
        this.tail = text.slice(to, at + 1);
        return true;
      }
      at++;
    }
    this.at = at;
    labels.length = i;
    this.head = '';
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
      if (quoted && this.strict) throw this.fault('OpenMetrics 1.0 knows no names in quotes');
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

  number(what: string): number {
    const { text, end } = this;
    const start = this.at;
    let at = start;
    let digits = 0;
    let decimals = -1;
    let simple = true;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code >= zero && code <= nine) {
        digits = digits * 10 + (code - zero);
        if (decimals >= 0) decimals++;
      } else if (code === space || code === tab) break;
      else if (code === point && decimals < 0 && at > start) decimals = 0;
      else simple = false;
    }
    this.at = at;
    // At most 15 digits: exact in a double, and so is one division by a power of ten.
    if (simple && at > start && at - start <= 15) return decimals > 0 ? digits / (powersOfTen[decimals] ?? 1) : digits;
    const word = text.slice(start, at);
    const value = readNumber(word);
    // OpenMetrics knows no sign of NaN.
    const signed = this.strict && Number.isNaN(value) && word.length > 3;
    if (value === undefined || signed) throw this.fault(`"${word}" is not a ${what}`);
    return value;
  }

  /** The blank between two parts: exactly one space in OpenMetrics; in the text format it may be missing after "}". */
  gap(before: string): void {
    if (this.strict) {
      if (this.text.charCodeAt(this.at) !== space) throw this.fault(`no single space before ${before}`);
      this.at++;
    } else this.blanks();
    if (this.at >= this.end) throw this.fault(`${before} is missing`);
  }

  /** Whether another part of the line follows; goes to it. */
  more(): boolean {
    if (this.at === this.end) return false;
    if (!this.strict) {
      this.blanks();
      return this.at < this.end;
    }
    this.at++;
    if (this.at === this.end) throw this.fault('a space at the end of the line');
    return true;
  }

  blanks(): void {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    while (code === space || code === tab) code = text.charCodeAt(++this.at);
  }

  fault(words: string): ExpositionError {
    return new ExpositionError(this.line, words);
  }
}

const positionOf = (what: string, text: string, from: number): number => {
  const at = text.indexOf(what, from);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
};

export const unescaped = (raw: string): string =>
  raw.replace(/\\([\\"n])/g, (_, char: string) => (char === 'n' ? '\n' : char));
