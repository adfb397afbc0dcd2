import type * as z from 'zod';
import type { Path, Report } from './fault.ts';
import { faultsOfIssues } from './faults-of-issues.ts';
import { unknownKey } from './unknown-key.ts';
import { describeValue, named } from './words.ts';

export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Written {
  readonly value: unknown;
  readonly path: Path;
  readonly report: Report;
}

/** What the schema makes of a value; `undefined` when it is faulty, which is then reported. */
export function readValue<Schema extends z.ZodType>(
  schema: Schema,
  { value, path, report }: Written,
): z.output<Schema> | undefined {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const fault of faultsOfIssues(result.error.issues, { value, schema, path })) report(fault);
  return undefined;
}

export function readMapping({ value, path, report }: Written): Mapping | undefined {
  if (isMapping(value)) return value;
  const message = `${named(path)} must be a mapping, not ${describeValue(value)}`;
  report({ code: 'wrong-type', path, at: path.length === 0 ? 'value' : 'key', message });
  return undefined;
}

/** A list that may be left out. */
export function readList({ value, path, report }: Written): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  report({
    code: 'wrong-type',
    path,
    at: 'value',
    message: `${named(path)} must be a list, not ${describeValue(value)}`,
  });
  return [];
}

/**
 * Reads a mapping key by key, so that one fault hides no other: what is right is answered, what is wrong is reported
 * and `undefined`. Keys in `except` are known, and for the caller to read.
 */
export function readFields<Shape extends z.ZodRawShape, Except extends keyof Shape = never>(
  schema: z.ZodObject<Shape>,
  { value, path, report }: Written,
  except: readonly Except[] = [],
): { readonly [Key in Exclude<keyof Shape, Except>]?: z.output<Shape[Key]> | undefined } | undefined {
  const mapping = readMapping({ value, path, report });
  if (mapping === undefined) return undefined;
  const known = Object.keys(schema.shape);
  for (const key of Object.keys(mapping)) if (!known.includes(key)) report(unknownKey({ key, path, known }));
  const skipped = new Set<PropertyKey>(except);
  const fields: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.shape)) {
    if (skipped.has(key)) continue;
    const written = Object.hasOwn(mapping, key) ? mapping[key] : undefined;
    fields[key] = readValue(field as z.ZodType, { value: written, path: [...path, key], report });
  }
  return fields as { [Key in Exclude<keyof Shape, Except>]?: z.output<Shape[Key]> };
}
