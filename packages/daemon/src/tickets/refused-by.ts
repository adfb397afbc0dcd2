import type { Exchange } from '../ports/outbound.ts';
import type { TicketOutcome } from '../ports/ticket.ts';

/** What may be mended without a change of the plan: the other side, or what its administrators allow. */
const mayChange: readonly number[] = [401, 403, 404, 408, 409, 423, 425, 429];

/** Why an answer is no ticket; `undefined` when it may be one. */
export function refusedBy(exchange: Exchange, where: string): TicketOutcome | undefined {
  if (exchange.type === 'failed')
    return { type: 'refused', in: where, because: exchange.because, final: exchange.cause === 'invalid' };
  const { status, body } = exchange;
  if (status >= 200 && status < 300) return undefined;
  const said = body.replace(/\s+/g, ' ').trim().slice(0, 200);
  const because = `${where} answered ${status}${said === '' ? '' : `: ${said}`}`;
  return { type: 'refused', in: where, because, final: status < 500 && !mayChange.includes(status) };
}
