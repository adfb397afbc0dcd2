import { compile, JSONPathError, type JSONPathQuery, type JSONValue } from 'json-p3';
import * as z from 'zod';
import { excerpt } from './excerpt.ts';

/** A path of RFC 9535: `$.queue.depth`, `$.products[?@.stock > 0].id`. */
export const jsonPath = z
  .string()
  .superRefine((text, context) => {
    const fault = faultOf(text);
    if (fault !== undefined)
      context.addIssue({
        code: 'custom',
        message: `is not a JSON path: ${fault}`,
        params: { hint: 'Write it like $.queue.depth, $.items[0].id or $.items[?@.name == "a"].id.' },
      });
  })
  .meta({ description: 'A JSON path (RFC 9535): $.queue.depth', examples: ['$.status'] });

export type Read = { readonly value: unknown } | { readonly because: string };

/** Every value that a path finds in a document; none, where it is nested too deeply to look. */
export function valuesAt(path: string, document: unknown): readonly unknown[] {
  try {
    return search(path, document);
  } catch (cause) {
    if (isTooDeep(cause)) return [];
    throw cause;
  }
}

/** The one value that a path finds; none and several are told with what is there. */
export function valueAt(path: string, document: unknown): Read {
  try {
    const values = search(path, document);
    const [value] = values;
    // JSON has no infinity: it is what is left of 1e999, and written again it would be null.
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
      return { because: `${path} is a number too large to be read` };
    if (values.length === 1) return { value };
    if (values.length === 0) return { because: `${path} is not in ${excerpt(JSON.stringify(document))}` };
    return {
      because: `${path} finds ${values.length} values, and one is expected: ${excerpt(JSON.stringify(values))}`,
    };
  } catch (cause) {
    if (isTooDeep(cause)) return { because: `${path} cannot be found: the JSON is nested too deeply` };
    throw cause;
  }
}

const search = (path: string, document: unknown): readonly unknown[] =>
  // A document that was parsed as JSON is one.
  compiled(path)
    .query(document as JSONValue)
    .values();

/** JSON is parsed to any depth, but neither searched nor written: the stack ends, or the library stops before. */
const isTooDeep = (cause: unknown): boolean => cause instanceof RangeError || cause instanceof JSONPathError;

export type Parsed = { readonly document: unknown } | { readonly because: string };

export function parseJson(body: string): Parsed {
  try {
    return { document: JSON.parse(body) };
  } catch {
    return { because: `the body ${body === '' ? '(empty)' : `"${excerpt(body)}"`} is no JSON` };
  }
}

const cache = new Map<string, JSONPathQuery>();

function compiled(path: string): JSONPathQuery {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const query = compile(path);
  // A workflow may put values into its paths: they are not collected for ever.
  if (cache.size >= 1_000) cache.clear();
  cache.set(path, query);
  return query;
}

function faultOf(path: string): string | undefined {
  try {
    compile(path);
    return undefined;
  } catch (error) {
    // The library repeats the path in brackets, with the place.
    return error instanceof Error ? error.message.replace(/ \('.*':(\d+)\)$/s, ' (character $1)') : String(error);
  }
}
