import { DrizzleQueryError } from 'drizzle-orm';

/** One JSON line on stderr. */
export function log(level: 'info' | 'error', message: string, facts: Record<string, unknown> = {}): void {
  console.error(JSON.stringify({ time: new Date().toISOString(), level, message, ...facts }));
}

export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  // Drizzle's own message holds the parameters of the query: addresses of customers, hashes of their passwords.
  const message = error instanceof DrizzleQueryError ? `Failed query: ${error.query}` : error.message;
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  const stack = frames?.map((line) => line.trim());
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { name: error.name, message, stack, ...cause };
}
