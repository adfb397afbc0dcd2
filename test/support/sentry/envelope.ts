export interface Envelope {
  readonly header: unknown;
  readonly items: readonly { readonly type: string; readonly payload: unknown }[];
}

const newline = 0x0a;

/** https://develop.sentry.dev/sdk/data-model/envelopes/: a header line, then items, each a header line and a payload. */
export function parseEnvelope(bytes: Buffer): Envelope {
  let at = 0;
  const line = (): Buffer => {
    const end = bytes.indexOf(newline, at);
    const piece = bytes.subarray(at, end === -1 ? bytes.length : end);
    at = end === -1 ? bytes.length : end + 1;
    return piece;
  };
  const json = (piece: Buffer): Record<string, unknown> => JSON.parse(piece.toString('utf8'));
  const header = json(line());
  const items = [];
  while (at < bytes.length) {
    const head = line();
    if (head.length === 0) continue;
    const { type, length } = json(head);
    let payload: Buffer;
    if (typeof length === 'number') {
      payload = bytes.subarray(at, at + length);
      at += length + 1;
    } else payload = line();
    const isJson = type === 'event' || type === 'session' || type === 'sessions';
    items.push({ type: String(type), payload: isJson ? json(payload) : payload });
  }
  return { header, items };
}
