const byCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached from here',
  ENETUNREACH: 'the network cannot be reached from here',
  ETIMEDOUT: 'no connection in time',
  '57014': 'the statement took longer than allowed',
  '57P01': 'the server ended the connection: it is shutting down',
  '57P02': 'the server ended the connection: another of its processes crashed',
  '57P03': 'the server does not accept connections now: it is starting or shutting down',
  '25006': 'the statement would change data; sources only read',
  '55P03': 'the statement waited for a lock longer than allowed',
  '40001': 'the standby ended the statement: it was in the way of recovery',
};

/** The server or a pooler before it is full. */
const fullCodes: readonly string[] = ['53300', '53400'];

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What the server or the network said, with the place in the statement. Without the detail, which repeats data. */
export function explainError(error: unknown, offset = 0): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  const known = code === undefined ? undefined : byCode[code];
  if (known !== undefined) return known;
  // With several addresses Node reports all attempts together, without words of its own.
  if (error instanceof AggregateError && error.errors.length > 0) return explainError(error.errors[0]);
  if ((code !== undefined && fullCodes.includes(code)) || /no more connections allowed/.test(error.message))
    return `no connection is free on the server: ${error.message}${code === undefined ? '' : ` (${code})`}`;
  if (error.message === 'timeout exceeded when trying to connect') return 'no connection in time';
  const position = 'position' in error && typeof error.position === 'string' ? Number(error.position) - offset : 0;
  const place = position > 0 ? ` at character ${position}` : '';
  return `${error.message}${place}${code === undefined ? '' : ` (${code})`}`;
}
