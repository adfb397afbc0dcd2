import type * as z from 'zod';
import type { Exchange } from '../../ports/outbound.ts';
import { excerpt } from '../../web/excerpt.ts';
import { jsonOf } from '../../web/json-of.ts';

export type ReadJson<Shape> = { readonly value: Shape } | { readonly failed: string };

/** The body of a good answer in its shape, or what came instead, in words. Providers name a rate limit in headers of their own. */
export function readJson<Shape extends z.ZodType>(
  exchange: Exchange,
  shape: Shape,
  words: { readonly provider: string; readonly wait?: readonly string[] },
): ReadJson<z.infer<Shape>> {
  if (exchange.type === 'failed') return { failed: exchange.because };
  const { status, headers, body } = exchange;
  if (status !== 200) return { failed: notGood(status, headers, body, words.wait ?? []) };
  const checked = shape.safeParse(jsonOf(body));
  if (checked.success) return { value: checked.data };
  return { failed: `answered 200, but not as ${words.provider} does: "${excerpt(body)}"` };
}

export function notGood(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  waiting: readonly string[],
): string {
  const waits = ['retry-after', ...waiting].flatMap((name) =>
    headers[name] === undefined ? [] : [`${name}: ${headers[name]}`],
  );
  const limited = waits.length === 0 ? '' : ` (${waits.join(', ')})`;
  return `answered ${status} "${excerpt(body)}"${limited}`;
}
