import type { Millis } from '@daywatch/shared/vocabulary/time.ts';

export interface OutboundRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The whole exchange, connecting included. */
  readonly timeout: Millis;
  /** Bytes of body that are read; more is an error. */
  readonly sizeLimit?: number;
  /** A connection of its own, so that DNS, connect and TLS are measured. Default: a kept-alive one. */
  readonly freshConnection?: boolean;
  readonly signal?: AbortSignal;
}

/** Where the time of one request went. A kept-alive connection has no `dns`, `connect` and `tls`. */
export interface Phases {
  readonly dns?: Millis;
  readonly connect?: Millis;
  readonly tls?: Millis;
  readonly firstByte: Millis;
  readonly total: Millis;
}

/**
 * What went wrong, coarsely. `refused`, `reset`, `timeout`, `tls` and `protocol` speak of the other side;
 * `too-large`, `unresolved`, `unreachable`, `aborted` and `invalid` of our limits, our network, our caller or our plan.
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
  | 'aborted'
  | 'invalid';

export type Exchange =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      readonly phases: Phases;
    }
  /** `because` is one sentence with the address and the cause; secrets are masked. */
  | { readonly type: 'failed'; readonly because: string; readonly after: Millis; readonly cause?: FailureCause };

/** HTTP to the outside: timeouts, size limit and redaction are its business. Failures are data. */
export interface Outbound {
  request(request: OutboundRequest): Promise<Exchange>;
}
