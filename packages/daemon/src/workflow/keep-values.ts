import type { Exchange } from '../ports/outbound.ts';
import { excerpt } from '../web/excerpt.ts';
import { parseJson, type Read, valueAt, valuesAt } from '../web/json-path.ts';
import { linearExpression } from '../web/linear-expression.ts';
import type { Kept } from '../web/workflow.ts';
import type { CookieJar } from './cookie-jar.ts';

interface Source {
  readonly answer: Extract<Exchange, { type: 'answered' }>;
  readonly cookies: Pick<CookieJar, 'get'>;
}

/** What is kept of an answer, and what could not be: in words, each. */
export function keepValues(
  wanted: Readonly<Record<string, Kept>>,
  source: Source,
): { readonly kept: ReadonlyMap<string, unknown>; readonly faults: readonly string[] } {
  const kept = new Map<string, unknown>();
  const faults: string[] = [];
  for (const [name, place] of Object.entries(wanted)) {
    const read = readPlace(typeof place === 'string' ? { json: place } : place, source);
    if ('because' in read) faults.push(`no ${name} to keep: ${read.because}`);
    else if (read.value === null || read.value === '')
      faults.push(`no ${name} to keep: it is ${read.value === null ? 'null' : 'empty'}`);
    else kept.set(name, read.value);
  }
  return { kept, faults };
}

function readPlace({ json, header, cookie, matches, take }: Exclude<Kept, string>, { answer, cookies }: Source): Read {
  if (json !== undefined) {
    const parsed = parseJson(answer.body);
    if ('because' in parsed) return parsed;
    const [first] = take === 'first' ? valuesAt(json, parsed.document) : [];
    return first === undefined ? valueAt(json, parsed.document) : { value: first };
  }
  if (cookie !== undefined) {
    const value = cookies.get(cookie);
    return value === undefined ? { because: `there is no cookie ${cookie}` } : { value };
  }
  const text = header === undefined ? answer.body : answer.headers[header.toLowerCase()];
  if (text === undefined) return { because: `there is no header ${header}` };
  if (matches === undefined) return { value: text };
  const found = linearExpression(matches, ['s']).exec(text);
  // Without brackets the whole of what matches is meant.
  return found === undefined
    ? { because: `"${excerpt(text)}" does not match /${matches}/` }
    : { value: found[1] ?? found[0] };
}
