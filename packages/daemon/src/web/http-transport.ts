import * as z from 'zod';
import type { OutboundRequest } from '../ports/outbound.ts';
import { durationText, spanOf } from './duration-text.ts';

/** Options of every source that speaks HTTP: `z.strictObject({ url, …, ...httpTransport })`. */
export const httpTransport = {
  headers: z
    .record(z.string().min(1), z.string())
    .optional()
    .meta({ description: 'Sent with every request, for instance an authorization.' }),
  timeout: durationText
    .default('5s')
    .meta({ description: 'The whole exchange, connecting included; 5s when left out.' }),
  ca: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Certificate authorities that are trusted instead of the usual ones: a file, or PEM.' }),
  certificate: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The certificate that is shown to a service that asks for one: a file, or PEM.' }),
  key: z.string().min(1).optional().meta({ description: 'The private key of `certificate`: a file, or PEM.' }),
  proxy: z
    .string()
    .regex(
      /^(?:none$|https?:\/\/|socks5?:\/\/|\$\{)/,
      'a proxy is "none" or begins with http://, https:// or socks5://',
    )
    .optional()
    .meta({ description: 'The proxy, or none. When left out, HTTP_PROXY, HTTPS_PROXY and NO_PROXY say it.' }),
  ip: z
    .literal([4, 6])
    .optional()
    .meta({ description: 'Only addresses of this family: 4 or 6. Either when left out.' }),
};
const transport = z.object(httpTransport);

/** The part of each request that follows from the options. */
export function transportOf({
  headers,
  timeout,
  ca,
  certificate,
  key,
  proxy,
  ip,
}: z.infer<typeof transport>): Pick<OutboundRequest, 'headers' | 'timeout' | 'tls' | 'proxy' | 'ip'> {
  const tls = { ...(ca && { ca }), ...(certificate && { certificate }), ...(key && { key }) };
  return {
    headers: headers ?? {},
    timeout: spanOf(timeout),
    ...(Object.keys(tls).length > 0 && { tls }),
    ...(proxy !== undefined && { proxy }),
    ...(ip !== undefined && { ip }),
  };
}
