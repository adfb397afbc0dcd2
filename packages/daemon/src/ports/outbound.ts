import type { Instant, Millis } from '@daywatch/shared/vocabulary/time.ts';

export interface OutboundRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * Called once the connection stands and all of the body but its last byte has been sent: without that byte the other
   * side does nothing. When it rejects, the request ends there.
   */
  readonly beforeLastByte?: () => Promise<void>;
  /** The whole exchange, connecting and redirects included. */
  readonly timeout: Millis;
  /** Bytes of body that are read, also after decompression; more is an error. */
  readonly sizeLimit?: number;
  /** A connection of its own, so that DNS, connect and TLS are measured. Default: a kept-alive one. */
  readonly freshConnection?: boolean;
  /** How many redirects are followed. Default 0: the redirect is the answer. */
  readonly follow?: number;
  /** Only this family of addresses. */
  readonly ip?: 4 | 6;
  readonly tls?: TlsSettings;
  /** `none`, or the address of one. Default: what the environment says. */
  readonly proxy?: string;
  /** The other side is a provider of readings, not what is watched: after 429, and when it is in trouble, it is left alone for a while. */
  readonly backOff?: boolean;
  /** Whether the answer is wanted as `bytes` too. */
  readonly bytes?: boolean;
  /** Takes the cookies of each answer, and gives those of each request. */
  readonly cookies?: Cookies;
  readonly signal?: AbortSignal;
}

/** Each is PEM text, or the path of a file with it. Certificates are always verified. */
export interface TlsSettings {
  /** Certificate authorities, trusted instead of the usual ones. */
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export interface Cookies {
  /** The value of the `cookie` header for an address. */
  headerFor(url: URL): string | undefined;
  take(url: URL, lines: readonly string[]): void;
}

/** Where the time of one request went. A kept-alive connection has no `dns`, `connect` and `tls`. */
export interface Phases {
  readonly dns?: Millis;
  readonly connect?: Millis;
  readonly tls?: Millis;
  readonly firstByte: Millis;
  readonly total: Millis;
}

/** The certificate of the other side, seen on a fresh connection. */
export interface PeerCertificate {
  readonly expires: Instant;
}

/**
 * What went wrong, coarsely. `refused`, `reset`, `timeout`, `tls` and `protocol` speak of the other side;
 * `too-large`, `unresolved`, `unreachable`, `backing-off`, `aborted` and `invalid` of our limits, our network, our
 * patience, our caller or our plan.
 */
export type FailureCause =
  | 'refused'
  | 'reset'
  | 'timeout'
  | 'tls'
  | 'protocol'
  | 'too-large'
  | 'unresolved'
  | 'unreachable'
  | 'backing-off'
  | 'aborted'
  | 'invalid';

export type Exchange =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Decompressed. */
      readonly body: string;
      /** The body as it is, decompressed, where that was asked for. */
      readonly bytes?: Buffer;
      readonly phases: Phases;
      /** Where the answer came from, when redirects were followed. */
      readonly url?: string;
      readonly certificate?: PeerCertificate;
    }
  /** `because` is one sentence with the address and the cause; secrets are masked. */
  | {
      readonly type: 'failed';
      readonly because: string;
      readonly after: Millis;
      readonly cause?: FailureCause;
      /** The one that was refused. */
      readonly certificate?: PeerCertificate;
    };

/** HTTP to the outside: timeouts, size limit, redirects, proxies, backing off and redaction are its business. Failures are data. */
export interface Outbound {
  request(request: OutboundRequest): Promise<Exchange>;
}
