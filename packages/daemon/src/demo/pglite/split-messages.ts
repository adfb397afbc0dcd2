/** One message of a Postgres client, or what it sends before the first one. */
export type ClientMessage =
  | { readonly type: 'encryption-request' }
  | { readonly type: 'cancel-request' }
  | { readonly type: 'startup'; readonly bytes: Buffer }
  | { readonly type: 'message'; readonly kind: string; readonly bytes: Buffer };

const cancelRequest = 80_877_102;
const encryptionRequests = [80_877_103, 80_877_104]; // TLS, GSSAPI

/**
 * Cuts what a client has sent into messages (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 * `rest` is the beginning of the next one.
 */
export function splitMessages(
  received: Buffer,
  started: boolean,
): { readonly messages: readonly ClientMessage[]; readonly rest: Buffer; readonly started: boolean } {
  const messages: ClientMessage[] = [];
  let rest = received;
  let running = started;
  for (;;) {
    // The first messages have no letter in front of their length.
    const head = running ? 1 : 0;
    if (rest.length < head + (running ? 4 : 8)) break;
    const size = head + rest.readInt32BE(head);
    if (rest.length < size) break;
    const bytes = rest.subarray(0, size);
    rest = rest.subarray(size);
    if (running) {
      messages.push({ type: 'message', kind: String.fromCharCode(bytes.readUInt8(0)), bytes });
      continue;
    }
    const code = bytes.readInt32BE(4);
    if (encryptionRequests.includes(code)) messages.push({ type: 'encryption-request' });
    else if (code === cancelRequest) messages.push({ type: 'cancel-request' });
    else {
      messages.push({ type: 'startup', bytes });
      running = true;
    }
  }
  return { messages, rest, started: running };
}
