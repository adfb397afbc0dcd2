import type { FailureCause } from '../ports/outbound.ts';

interface Failure {
  readonly cause: FailureCause;
  readonly words: string;
}

const closedEarly: Failure = {
  cause: 'reset',
  words: 'the connection was closed before the answer was complete',
};

const byCode: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: { cause: 'refused', words: 'connection refused' },
  ECONNRESET: { cause: 'reset', words: 'the connection was reset' },
  EPIPE: { cause: 'reset', words: 'the connection was closed while sending' },
  UND_ERR_SOCKET: closedEarly,
  HPE_INVALID_EOF_STATE: closedEarly,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { cause: 'protocol', words: 'the body is not as long as its Content-Length' },
  ENOTFOUND: { cause: 'unresolved', words: 'no such host' },
  EAI_AGAIN: { cause: 'unresolved', words: 'the name could not be looked up' },
  EHOSTUNREACH: { cause: 'unreachable', words: 'the host cannot be reached from here' },
  ENETUNREACH: { cause: 'unreachable', words: 'the network cannot be reached from here' },
  EADDRNOTAVAIL: { cause: 'unreachable', words: 'no local address left to connect from' },
  EMFILE: { cause: 'unreachable', words: 'this process has too many open files' },
  ETIMEDOUT: { cause: 'timeout', words: 'no connection' },
  UND_ERR_CONNECT_TIMEOUT: { cause: 'timeout', words: 'no connection' },
  UND_ERR_HEADERS_TIMEOUT: { cause: 'timeout', words: 'no answer' },
  UND_ERR_BODY_TIMEOUT: { cause: 'timeout', words: 'the answer stopped in the middle' },
  UND_ERR_HEADERS_OVERFLOW: { cause: 'protocol', words: 'the headers of the answer are too large' },
  HPE_HEADER_OVERFLOW: { cause: 'protocol', words: 'the headers of the answer are too large' },
  CERT_HAS_EXPIRED: { cause: 'tls', words: 'the certificate has expired' },
  ERR_TLS_CERT_ALTNAME_INVALID: { cause: 'tls', words: 'the certificate is for another host' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { cause: 'tls', words: 'the certificate is self-signed and not trusted' },
  SELF_SIGNED_CERT_IN_CHAIN: { cause: 'tls', words: 'the certificate chain has a self-signed, untrusted root' },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { cause: 'tls', words: 'the certificate is signed by nobody who is trusted' },
  UND_ERR_PRX_CONN: { cause: 'unreachable', words: 'the proxy closed the connection' },
  UND_ERR_PRX_TLS: { cause: 'unreachable', words: 'the certificate of the proxy is for another host' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    cause: 'tls',
    words: 'the certificate is signed by nobody who is trusted, or one between is missing',
  },
};

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** What a failed exchange was, in the words of a sentence: "connection refused". */
export function explainFailure(error: Error): Failure {
  const code = codeOf(error);
  // Node's client gives an orderly end in the wrong place the code of a reset.
  if (code === 'ECONNRESET' && (error.message === 'socket hang up' || error.message === 'aborted')) return closedEarly;
  const known = byCode[code];
  if (known !== undefined) return known;
  // With several addresses Node reports all attempts together.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return explainFailure(error.errors[0]);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code.includes('CERT'))
    return { cause: 'tls', words: `TLS failed (${code})` };
  // The proxy could not, or would not, connect to the service: which of the two, nobody says.
  const proxyStatus = /^Proxy response \((\d+)\)/.exec(error.message)?.[1];
  if (proxyStatus !== undefined) return { cause: 'unreachable', words: `the proxy answered ${proxyStatus}` };
  if (error.name === 'HTTPParserError' || code.startsWith('HPE_'))
    return { cause: 'protocol', words: 'the answer is not HTTP' };
  if (code.startsWith('UND_ERR_INVALID') || code === 'UND_ERR_NOT_SUPPORTED')
    return { cause: 'invalid', words: `the request cannot be sent (${error.message})` };
  return { cause: 'protocol', words: error.message === '' ? error.name : error.message };
}
