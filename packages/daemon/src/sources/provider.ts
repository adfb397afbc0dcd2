import type * as z from 'zod';
import type { Exchange, Outbound } from '../ports/outbound.ts';
import { durationText } from '../web/duration-text.ts';
import { httpTransport, transportOf } from '../web/http-transport.ts';

const { ip: _, ...transport } = httpTransport;

/** What every source that asks a provider of readings over HTTP can be told. */
export const providerOptions = {
  ...transport,
  timeout: durationText.default('10s').meta({ description: 'Each query; 10s when left out.' }),
};
export type ProviderOptions = z.infer<z.ZodObject<typeof providerOptions>>;

export interface ProviderRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bytes?: boolean;
}

/** Asks a provider, as its options say; one that is in trouble, or that wants to be left alone, is left alone. */
export type Ask = (request: ProviderRequest, signal: AbortSignal) => Promise<Exchange>;

/** Bytes of one answer: of a provider, some hundred thousand points; of a page of metrics, as many series. */
const sizeLimits = { provider: 8_000_000, service: 64_000_000 };

export const askProvider = (options: ProviderOptions, outbound: Outbound): Ask => asking(options, outbound, 'provider');

/** Asks what is watched itself: it is asked on, whatever trouble it is in. */
export const askService = (options: ProviderOptions, outbound: Outbound): Ask => asking(options, outbound, 'service');

function asking(options: ProviderOptions, outbound: Outbound, whom: keyof typeof sizeLimits): Ask {
  const { headers, ...more } = transportOf(options);
  const limits = { sizeLimit: sizeLimits[whom], backOff: whom === 'provider' };
  return (request, signal) =>
    outbound.request({ ...request, headers: { ...request.headers, ...headers }, ...more, ...limits, signal });
}
