import { isSelector } from './prometheus-queries.ts';

/**
 * How many events a value stands for; `undefined` when it is no count. What a counter grew by is exact, and may have
 * fractions where the counter has; `increase()` guesses at the edges of its range, so that 3 events may come as 3.02.
 */
export function countedOf(value: number, query: string): number | undefined {
  if (value < 0) return undefined;
  if (isSelector(query)) return Math.round(value * 1e6) / 1e6;
  const count = Math.round(value);
  // A part of an event is a rate or an average, and must not become none.
  return count === 0 && value > 0 ? undefined : count;
}

export const noCount = (value: number): string =>
  value < 0
    ? `${value} is no count`
    : `${value} is no count; ask for how many there were, not for a rate or an average`;
