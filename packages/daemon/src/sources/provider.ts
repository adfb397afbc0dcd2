import type { Millis } from '@daywatch/shared/vocabulary/time.ts';
import * as z from 'zod';
import type { Exchange, Outbound } from '../ports/outbound.ts';
import { durationText, spanOf } from './duration-text.ts';

const pem = (what: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `${what}: PEM, or the path of a file with it.` });

/** What every source that asks a provider of readings over HTTP can be told. */
export const providerOptions = {
  headers: z.record(z.string().min(1), z.string()).optional().meta({ description: 'Sent with every query.' }),
  timeout: durationText.default('10s').meta({ description: 'Each query; 10s when left out.' }),
  proxy: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'none, or the address of a proxy. When left out, what the environment says.' }),
  tls: z
    .strictObject({
      ca: pem('Certificate authorities that are trusted instead of the usual ones'),
      certificate: pem('The certificate that Daywatch shows'),
      key: pem('Its key'),
    })
    .optional()
    .meta({ description: 'Certificates of your own. Those of the other side are always verified.' }),
};
export type ProviderOptions = z.infer<z.ZodObject<typeof providerOptions>>;

export interface ProviderRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks a provider, as its options say; one that is in trouble, or that wants to be left alone, is left alone. */
export type Ask = (request: ProviderRequest, signal: AbortSignal) => Promise<Exchange>;

/** Bytes of one answer: a day of points of a few hundred series. */
const sizeLimit = 64_000_000;

export const askProvider = (options: ProviderOptions, outbound: Outbound): Ask => asking(options, outbound, true);

/** Asks what is watched itself: it is asked on, whatever trouble it is in. */
export const askService = (options: ProviderOptions, outbound: Outbound): Ask => asking(options, outbound, false);

function asking(options: ProviderOptions, outbound: Outbound, backOff: boolean): Ask {
  const { headers, proxy, tls } = options;
  const timeout: Millis = spanOf(options.timeout);
  return (request, signal) =>
    outbound.request({
      ...request,
      headers: { ...request.headers, ...headers },
      timeout,
      sizeLimit,
      backOff,
      ...(proxy === undefined ? {} : { proxy }),
      ...(tls === undefined ? {} : { tls: defined(tls) }),
      signal,
    });
}

const defined = ({ ca, certificate, key }: NonNullable<ProviderOptions['tls']>) => ({
  ...(ca === undefined ? {} : { ca }),
  ...(certificate === undefined ? {} : { certificate }),
  ...(key === undefined ? {} : { key }),
});
