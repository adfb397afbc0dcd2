import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type pg from 'pg';
import type { Reach } from '../../ports/reach.ts';
import { isPem } from '../../web/outbound-within.ts';

export interface Address {
  readonly url: string;
  /** Certificates to trust: a file, or the PEM text itself. */
  readonly ca?: string;
  readonly reach: Pick<Reach, 'find' | 'own'>;
}

export type Encryption = 'never' | 'if-offered' | 'always';
export type ConnectionPlan =
  | {
      readonly type: 'planned';
      readonly connection: Pick<pg.ClientConfig, 'connectionString' | 'ssl'>;
      readonly encryption: Encryption;
    }
  | { readonly type: 'faulty'; readonly because: string };

/** These say how to encrypt. The driver reads them in a sense of its own, so it does not see them. */
const tlsParameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'ssl', 'uselibpqcompat'] as const;

/** How to connect. `sslmode`, `sslrootcert`, `sslcert` and `sslkey` of the address mean what they mean to libpq and psql. */
export function connectionPlan({ url, ca: given, reach }: Address): ConnectionPlan {
  const address = new URL(url);
  // The driver would take the password of this machine's environment, or of its ~/.pgpass, to wherever the plan says.
  if (address.password === '' && !reach.own)
    return {
      type: 'faulty',
      because:
        "the address has no password, and only a source of the plan on the daemon's own disk logs in without one",
    };
  const { searchParams } = address;
  const [mode, root, certificate, key] = tlsParameters.map((name) => searchParams.get(name) ?? undefined);
  for (const name of tlsParameters) searchParams.delete(name);
  const connectionString = address.href;
  try {
    const authority = given ?? (root === 'system' ? undefined : root);
    const trusted = authority === undefined ? {} : { ca: pem(authority, reach) };
    const own =
      certificate === undefined || key === undefined ? {} : { cert: pem(certificate, reach), key: pem(key, reach) };
    const usual = authority === undefined && root !== 'system' ? 'disable' : 'verify-full';
    const security = securityOf(mode ?? usual, authority !== undefined);
    if (security === undefined)
      return {
        type: 'faulty',
        because: `sslmode=${mode} is none of disable, allow, prefer, require, verify-ca and verify-full`,
      };
    const { encryption, checks } = security;
    const ssl = encryption === 'never' ? false : { ...trusted, ...own, ...checks };
    return { type: 'planned', connection: { connectionString, ssl }, encryption };
  } catch (cause) {
    return {
      type: 'faulty',
      because: `a certificate cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
}

function pem(written: string, reach: Address['reach']): string {
  if (isPem(written)) return written;
  const found = reach.find(written, 'source');
  if ('refused' in found) throw new Error(found.refused);
  return readFileSync(found.path, 'utf8');
}

type Checks = Pick<ConnectionOptions, 'rejectUnauthorized' | 'checkServerIdentity'>;

/** Source: the table of sslmode in the PostgreSQL documentation, 34.19 SSL Support. */
function securityOf(mode: string, hasAuthority: boolean): { encryption: Encryption; checks: Checks } | undefined {
  const unchecked: Checks = { rejectUnauthorized: false };
  const anyName: Checks = { checkServerIdentity: () => undefined };
  switch (mode) {
    case 'disable':
      return { encryption: 'never', checks: {} };
    case 'allow':
    case 'prefer':
      return { encryption: 'if-offered', checks: unchecked };
    case 'no-verify':
      return { encryption: 'always', checks: unchecked };
    case 'require':
      // With a root certificate, libpq checks it too.
      return { encryption: 'always', checks: hasAuthority ? anyName : unchecked };
    case 'verify-ca':
      return { encryption: 'always', checks: anyName };
    case 'verify-full':
      return { encryption: 'always', checks: {} };
    default:
      return undefined;
  }
}
