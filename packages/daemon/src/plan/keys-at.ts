import * as z from 'zod';
import type { Path } from './fault.ts';

/** The keys that a schema knows at a path inside its value: what an unknown key may have been meant to be. */
export function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  let here = [schema];
  for (const step of path) here = here.flatMap((one) => inner(one, step));
  return [...new Set(here.flatMap(keysOf))];
}

/** Without `optional`, `default` and the like; the branches of a union each. */
function bare(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodNullable ||
    schema instanceof z.core.$ZodDefault ||
    schema instanceof z.core.$ZodPrefault ||
    schema instanceof z.core.$ZodReadonly
  )
    return bare(schema._zod.def.innerType);
  if (schema instanceof z.core.$ZodPipe) return bare(schema._zod.def.in);
  if (schema instanceof z.core.$ZodLazy) return bare(schema._zod.def.getter());
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options.flatMap(bare);
  return [schema];
}

function inner(schema: z.core.$ZodType, step: string | number): readonly z.core.$ZodType[] {
  return bare(schema).flatMap((one) => {
    if (one instanceof z.core.$ZodObject) {
      const { shape } = one._zod.def;
      return Object.hasOwn(shape, step) ? [shape[step]].filter((field) => field !== undefined) : [];
    }
    if (one instanceof z.core.$ZodRecord) return [one._zod.def.valueType];
    if (one instanceof z.core.$ZodArray) return [one._zod.def.element];
    return [];
  });
}

const keysOf = (schema: z.core.$ZodType): readonly string[] =>
  bare(schema).flatMap((one) => (one instanceof z.core.$ZodObject ? Object.keys(one._zod.def.shape) : []));
