import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import { t } from '@vscode/l10n';
import type { PlanText, Spot } from './plan-text.ts';

/** One change of the text that mends a problem. */
export interface Fix {
  readonly title: string;
  /** Offsets of what is replaced, the end excluded. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** What can be done about a problem without a thought. */
export function fixesOf(problem: Problem, plan: PlanText, text: string): readonly Fix[] {
  const spot = spotOf(problem, plan, text);
  if (spot === undefined) return [];
  const { start, end } = spot;
  if (problem.meant !== undefined) {
    const replacement = problem.meant;
    return [{ title: t('Change to "{0}"', replacement), start, end, replacement }];
  }
  if (problem.code === 'key-without-effect' || problem.code === 'unknown-key') {
    const line = wholeLine(text, spot, plan);
    return line === undefined ? [] : [{ title: t('Remove "{0}"', text.slice(start, end)), ...line, replacement: '' }];
  }
  return [];
}

/** The key or value that a problem is about: where its line and column point. */
export function spotOf({ line, column }: Problem, { spots }: PlanText, text: string): Spot | undefined {
  const offset = offsetOf(text, line, column);
  return offset === undefined ? undefined : spots.find(({ start, end }) => start <= offset && offset < end);
}

export function offsetOf(text: string, line: number | undefined, column: number | undefined): number | undefined {
  if (line === undefined || column === undefined) return undefined;
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const next = text.indexOf('\n', start);
    if (next === -1) return undefined;
    start = next + 1;
  }
  return start + column - 1;
}

/** A key that stands alone on its line, with a value that ends there: the whole line may go. */
function wholeLine(text: string, key: Spot, { spots }: PlanText): { start: number; end: number } | undefined {
  const start = text.lastIndexOf('\n', key.start - 1) + 1;
  const next = text.indexOf('\n', key.end);
  const end = next === -1 ? text.length : next + 1;
  const alone = text.slice(start, key.start).trim() === '' && !/[{[|>]/.test(text.slice(key.end, end));
  const goesOn = spots.some(({ path, start: from }) => from >= end && isBelow(path, key.path));
  return alone && !goesOn ? { start, end } : undefined;
}

const isBelow = (path: Spot['path'], above: Spot['path']): boolean =>
  path.length > above.length && above.every((key, index) => path[index] === key);
