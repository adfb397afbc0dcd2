import type { Path } from '../fault.ts';
import { isMerged } from '../from-markdown/merge-block.ts';
import { isMapping } from '../read-fields.ts';

/** A part of the plan that prose does not say, or says otherwise; `null` is one that it says too much. */
export interface Difference {
  readonly path: Path;
  readonly value: unknown;
}

/** What a block must say so that a document with it means `wanted`. */
export function differences(said: unknown, wanted: unknown, path: Path = []): readonly Difference[] {
  if (isMapping(wanted) && isMerged(path) && (isMapping(said) || Object.keys(wanted).length > 0)) {
    const before = isMapping(said) ? said : {};
    const keys = [...new Set([...Object.keys(wanted), ...Object.keys(before)])];
    return keys.flatMap((key) => differences(own(before, key), own(wanted, key), [...path, key]));
  }
  if (same(said, wanted)) return [];
  return [{ path, value: wanted === undefined ? null : wanted }];
}

const own = (value: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** Equal as data: keys in another order are the same where their order says nothing. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((entry, index) => same(entry, other[index]));
  if (isMapping(one) && isMapping(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
    );
  }
  return Object.is(one, other);
}
