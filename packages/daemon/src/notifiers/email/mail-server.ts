export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else STARTTLS where the server offers it. */
  readonly secure: boolean;
  /** A password leaves this machine encrypted only. */
  readonly requireTls: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** Reads `smtp://user:password@host:587` and `smtps://…`. */
export function readMailServer(text: string): MailServer | { readonly fault: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const how = 'write mail.server like smtp://user:password@mail.example.com:587';
  if (url === undefined || !/^smtps?:$/.test(url.protocol)) return { fault: `this is no mail server; ${how}` };
  if (url.hostname === '') return { fault: `the mail server has no host; ${how}` };
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const user = decoded(url.username);
  const pass = decoded(url.password);
  if (user === undefined || pass === undefined)
    return { fault: 'the user or the password of mail.server is not percent-encoded right' };
  const isHere = ['localhost', '127.0.0.1', '::1'].includes(host);
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !secure && user !== '' && !isHere,
    ...(user !== '' && { auth: { user, pass } }),
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
