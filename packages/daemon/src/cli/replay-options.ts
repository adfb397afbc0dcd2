import { type Instant, type Millis, parseDuration, parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { Complaint, PlanComplaint } from './complaint.ts';
import { exitCode } from './exit-code.ts';

/** As they stand on the command line. */
export interface ReplayOptions {
  readonly environment?: string;
  readonly observations?: string;
  readonly deployment?: string;
  readonly data?: string;
  readonly fromPrometheus?: boolean;
  readonly deployedAt?: string;
  readonly baseline?: string;
  readonly for?: string;
  readonly only?: readonly string[];
  readonly export?: string;
  readonly aa?: boolean;
  readonly backtest?: boolean;
  readonly every?: string;
  readonly history?: string;
  readonly onset?: string;
  readonly leaveOut?: readonly string[];
}

export function momentOf(text: string | undefined, option: string): Instant | undefined {
  if (text === undefined) return undefined;
  const at = parseRfc3339(text);
  if (at !== undefined) return at;
  throw new Complaint(`${option}: "${text}" is no time.`, {
    hint: 'Write it as RFC 3339 with its offset: 2026-12-01T22:05:12Z.',
    code: exitCode.wrongUse,
  });
}

export function lengthOf(text: string | undefined, option: string): Millis | undefined {
  if (text === undefined) return undefined;
  const span = parseDuration(text);
  if (span !== undefined && span > 0) return span;
  throw new Complaint(`${option}: "${text}" is not a span of time.`, {
    hint: 'Write it like 24h or 7d.',
    code: exitCode.wrongUse,
  });
}

/** `FROM/TO`, as ISO 8601 writes an interval. */
export function stretchOf(text: string): { readonly from: Instant; readonly to: Instant } {
  const [from, to, more] = text.split('/').map((part) => momentOf(part, '--leave-out'));
  if (from !== undefined && to !== undefined && more === undefined && from < to) return { from, to };
  throw new Complaint(`--leave-out: "${text}" is not a stretch of time.`, {
    hint: 'Write it like 2026-12-01T20:00:00Z/2026-12-01T23:00:00Z.',
    code: exitCode.wrongUse,
  });
}

/** Exit code 1 says NO-GO here, so a faulty plan must not. */
export function asWrongUse(error: unknown): never {
  if (error instanceof PlanComplaint)
    throw new PlanComplaint(error.problems, { text: error.text, code: exitCode.wrongUse });
  throw error;
}
