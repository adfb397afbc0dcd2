import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Exchange } from '../ports/outbound.ts';
import { retryAfter } from './retry-after.ts';

export type Answered = Extract<Exchange, { type: 'answered' }>;

export interface Refused {
  readonly type: 'refused';
  readonly because: string;
  /** Trying again would change nothing. */
  readonly final: boolean;
  /** The other side asks to be left alone for so long. */
  readonly after?: Millis;
}

/** What may be mended without a change of the plan: the other side, or what its administrators allow. */
const mayChange: readonly number[] = [401, 403, 404, 408, 409, 423, 425, 429];

/** The answer of a web address that has taken what it was sent, or why it has not. */
export function taken(
  exchange: Exchange,
  { where, now }: { readonly where: string; readonly now: Instant },
): Answered | Refused {
  if (exchange.type === 'failed')
    return { type: 'refused', because: exchange.because, final: exchange.cause === 'invalid' };
  const { status, body, headers } = exchange;
  if (status >= 200 && status < 300) return exchange;
  const said = body.replace(/\s+/g, ' ').trim().slice(0, 200);
  const after = retryAfter(headers, now);
  return {
    type: 'refused',
    because: `${where} answered ${status}${said === '' ? '' : `: ${said}`}`,
    final: status < 500 && !mayChange.includes(status),
    ...(after !== undefined && { after }),
  };
}
