import type { HonoRequest } from 'hono';
import type { Refusal } from '../problems.ts';

const sizeLimit = 1_048_576;
const tooLarge: Refusal = { code: 'too-large', detail: 'A body may have 1 MiB.' };

/** The body as JSON, or why not. */
export async function readBody(request: HonoRequest): Promise<{ value: unknown } | { refused: Refusal }> {
  const announced = Number(request.header('content-length') ?? Number.NaN);
  if (announced > sizeLimit) return { refused: tooLarge };
  let text: string | undefined;
  try {
    text = Number.isNaN(announced) ? await readUpTo(sizeLimit, request.raw.body) : await request.text();
  } catch (cause) {
    if (!request.raw.signal.aborted) throw cause;
    // The sender has gone: nobody's fault, and nobody is left to read this.
    return { refused: { code: 'request-invalid', detail: 'The body did not arrive whole.' } };
  }
  if (text === undefined) return { refused: tooLarge };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = text === '' ? 'is missing' : `is not JSON: ${error instanceof Error ? error.message : error}`;
    const problems = [{ code: 'not-json', message, path: 'body' }];
    return { refused: { code: 'request-invalid', detail: `The body ${message}.`, hint: 'See /docs.', problems } };
  }
}

/** A sender that does not say how long its body is. */
async function readUpTo(limit: number, body: ReadableStream<Uint8Array> | null): Promise<string | undefined> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
