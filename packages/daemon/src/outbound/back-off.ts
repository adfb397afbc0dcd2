import { type Instant, millis, plus, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Exchange, FailureCause } from '../ports/outbound.ts';
import { retryAfter } from '../web/retry-after.ts';

/** How it stands between us and one provider. */
export interface Patience {
  /** Failures in a row. */
  readonly failures: number;
  /** Not asked before. */
  readonly until?: Instant;
  /** What happened: `answered 429`. */
  readonly because?: string;
  /** One request is on its way to see whether the provider is well again. */
  readonly trying: boolean;
}

export const patient: Patience = { failures: 0, trying: false };

/** Blips happen: only the third failure in a row says that the provider is in trouble. */
const failuresInTrouble = 3;
const shortest = seconds(5);
/** Readings are missing while we wait: what is well again should be noticed soon. */
const longest = seconds(60);
/** What a provider may ask for. */
const longestAsked = seconds(3_600);

const ofTheProvider: ReadonlySet<FailureCause> = new Set([
  'refused',
  'reset',
  'timeout',
  'tls',
  'protocol',
  'unresolved',
  'unreachable',
]);

/** Why the provider is not asked now; `undefined` when it may be. */
export function refusal({ until, because, failures, trying }: Patience, now: Instant): string | undefined {
  if (until === undefined || (now >= until && !trying)) return undefined;
  const after = failures > 1 ? `${failures} failures in a row, the last: ${because}` : because;
  return `backing off until ${timeOfDay(until)} after ${after}`;
}

/** How it stands after an answer. `chance`, 0 to 1, spreads the return of many who wait for the same provider. */
export function afterExchange(
  before: Patience,
  answer: Exchange,
  { now, chance }: { readonly now: Instant; readonly chance: number },
): Patience {
  const trouble = troubleOf(answer, now);
  if (trouble === 'none') return patient;
  if (trouble === 'unknown') return { ...before, trying: false };
  const failures = before.failures + 1;
  const { because, wanted, atOnce } = trouble;
  if (!atOnce && failures < failuresInTrouble) return { failures, trying: false };
  const doubled = shortest * 2 ** Math.max(0, atOnce ? failures - 1 : failures - failuresInTrouble);
  const own = Math.min(longest, doubled) * (0.8 + 0.4 * chance);
  const wait = wanted === undefined ? own : Math.min(longestAsked, Math.max(wanted, shortest)) + seconds(1) * chance;
  return { failures, until: plus(now, millis(wait)), because, trying: false };
}

interface Trouble {
  readonly because: string;
  /** How long the provider asks us to wait. */
  readonly wanted?: number;
  /** It has said so itself. */
  readonly atOnce: boolean;
}

function troubleOf(answer: Exchange, now: Instant): Trouble | 'none' | 'unknown' {
  if (answer.type === 'failed') {
    if (answer.cause === undefined || !ofTheProvider.has(answer.cause)) return 'unknown';
    return { because: lastWords(answer.because), atOnce: false };
  }
  if (answer.status < 500 && answer.status !== 429) return 'none';
  const wanted = retryAfter(answer.headers, now) ?? untilReset(answer.headers['x-sentry-rate-limit-reset'], now);
  return {
    because: `answered ${answer.status}`,
    atOnce: answer.status === 429 || wanted !== undefined,
    ...(wanted === undefined ? {} : { wanted }),
  };
}

/** In seconds since 1970: Sentry's way to say when its window ends. On good answers too, where nobody has to wait. */
const untilReset = (header: string | undefined, now: Instant): number | undefined =>
  header !== undefined && /^\d+$/.test(header) ? Math.max(0, seconds(Number(header)) - now) : undefined;

/** `GET https://x/: connection refused after 2 ms` → `connection refused`. */
const lastWords = (because: string): string =>
  because.replace(/^[A-Z]+ \S+: /, '').replace(/ after [\d.,]+ (?:µs|ms|s)$/, '');

const timeOfDay = (at: Instant): string => `${rfc3339(at).slice(11, 19)} UTC`;
