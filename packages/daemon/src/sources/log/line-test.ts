import type { Entry } from './entry.ts';
import { isAtLeast, type Level } from './level.ts';
import type { Lines } from './log-queries.ts';
import { expressionOf, patternInWords } from './pattern.ts';

/** Whether an event is of the wanted ones, and how they are called. */
export interface LineTest {
  matches(entry: Entry): boolean;
  /** `at error or worse that match /stock/`. */
  readonly inWords: string;
  readonly needsLevel: boolean;
}

/** Of an event so much is looked at. */
const longest = 16_384;

export function matching(pattern: string): (entry: Entry) => boolean {
  const expression = expressionOf(pattern);
  return ({ text }) => expression.test(text.length > longest ? text.slice(0, longest) : text);
}

export function lineTest(wanted: Level | Lines): LineTest {
  const { level, match } = typeof wanted === 'string' ? { level: wanted, match: undefined } : wanted;
  const matches = match === undefined ? undefined : matching(match);
  const words = [
    ...(level === undefined ? [] : [level === 'fatal' ? 'at fatal' : `at ${level} or worse`]),
    ...(match === undefined ? [] : [`that match ${patternInWords(match)}`]),
  ];
  return {
    matches: (entry) => (level === undefined || isAtLeast(entry.level, level)) && (matches?.(entry) ?? true),
    inWords: words.join(' '),
    needsLevel: level !== undefined,
  };
}
