import type { Path } from './fault.ts';

/** `"limit"`, `entry 2 of "steps"`. */
export function named(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the plan';
  return typeof last === 'number' ? `entry ${last + 1} of ${named(path.slice(0, -1))}` : `"${last}"`;
}

/** What somebody wrote, shortly: `the text "15"`, `a list`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 39)}…` : value);
  return String(value);
}
