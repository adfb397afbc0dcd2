import { instant, type Millis, millis, parseHttpDate, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { SendOutcome } from '../ports/notifier.ts';
import type { Exchange } from '../ports/outbound.ts';

type Answered = Extract<Exchange, { type: 'answered' }>;

/** What an answer of a web address means for a message; `undefined` when it was taken. */
export function webRefusal(
  exchange: Exchange,
  { where, handedOver, now }: { readonly where: string; readonly handedOver: boolean; readonly now: number },
): SendOutcome | undefined {
  if (exchange.type === 'failed')
    return handedOver
      ? { type: 'uncertain', because: exchange.because }
      : { type: 'refused', because: exchange.because, final: exchange.cause === 'invalid' };
  const { status } = exchange;
  if (status >= 200 && status < 300) return undefined;
  const said = exchange.body.replace(/\s+/g, ' ').trim().slice(0, 200);
  const because = `${where} answered ${status}${said === '' ? '' : `: ${said}`}`;
  const mayChange = status >= 500 || [401, 403, 404, 408, 409, 423, 425, 429].includes(status);
  const after = retryAfter(exchange, now);
  return { type: 'refused', because, final: !mayChange, ...(after !== undefined && { after }) };
}

/** What `Retry-After` asks for: seconds, or a date. */
export function retryAfter({ headers }: Answered, now: number): Millis | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return seconds(Number(text));
  const at = parseHttpDate(text);
  return at === undefined ? undefined : millis(Math.max(0, at - instant(now)));
}
