import * as z from 'zod';
import type { OutboundRequest } from '../ports/outbound.ts';
import { durationText, spanOf } from './duration-text.ts';

const pem = (what: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `${what}: PEM, or the path of a file with it, from the plan's folder.` });

/** Options of every source that speaks HTTP: `z.strictObject({ url, …, ...httpTransport })`. */
export const httpTransport = {
  headers: z
    .record(z.string().min(1), z.string())
    .optional()
    .meta({ description: 'Sent with every request, for instance an authorization.' }),
  timeout: durationText
    .default('5s')
    .meta({ description: 'The whole exchange, connecting included; 5s when left out.' }),
  tls: z
    .strictObject({
      ca: pem('Certificate authorities that are trusted instead of the usual ones'),
      certificate: pem('The certificate that Daywatch shows to whoever asks for one'),
      key: pem('Its private key'),
    })
    .optional()
    .meta({ description: 'Certificates of your own. Those of the other side are always verified.' }),
  proxy: z
    .string()
    .regex(
      /^(?:none$|https?:\/\/|socks5?:\/\/|\$\{)/,
      'a proxy is "none" or begins with http://, https:// or socks5://',
    )
    .optional()
    .meta({ description: 'none, or the address of a proxy. When left out, what the environment says.' }),
  ip: z
    .literal([4, 6])
    .optional()
    .meta({ description: 'Only addresses of this family: 4 or 6. Either when left out.' }),
};
const transport = z.object(httpTransport);

/** The part of each request that follows from the options. */
export function transportOf({
  headers = {},
  timeout,
  tls,
  proxy,
  ip,
}: z.infer<typeof transport>): Pick<OutboundRequest, 'headers' | 'timeout' | 'tls' | 'proxy' | 'ip'> {
  const { ca, certificate, key } = tls ?? {};
  return {
    headers,
    timeout: spanOf(timeout),
    ...(tls && { tls: { ...(ca && { ca }), ...(certificate && { certificate }), ...(key && { key }) } }),
    ...(proxy !== undefined && { proxy }),
    ...(ip !== undefined && { ip }),
  };
}
