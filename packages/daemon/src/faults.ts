import type { Logger } from './ports/logger.ts';

/** Where Daywatch's own faults go: the log, and Sentry when a DSN is set. */
export interface Faults {
  report(cause: unknown, where: string): void;
  /** For what is in the log already. */
  send(cause: unknown, where: string): void;
  /** Sends what is waiting. */
  close(): Promise<void>;
}

const flushFor = 2_000;
const nothingPersonal = { userInfo: false, cookies: false, httpHeaders: false, httpBodies: [], urlQueryParams: false };

export async function openFaults(options: { dsn?: string; release: string; log: Logger }): Promise<Faults> {
  const { dsn, release, log } = options;
  const tell = (cause: unknown, where: string) => log.error({ err: cause, where }, 'a fault in Daywatch');
  if (dsn === undefined) return { report: tell, send: () => undefined, close: async () => undefined };
  // 300 ms and 50 MB to import: only for those who ask for it.
  const sentry = await import('./sentry.ts');
  sentry.init({ dsn, release, tracesSampleRate: 0, dataCollection: nothingPersonal });
  const send = (cause: unknown, where: string) => void sentry.captureException(cause, { tags: { where } });
  return {
    report(cause, where) {
      tell(cause, where);
      send(cause, where);
    },
    send,
    close: async () => void (await sentry.close(flushFor)),
  };
}
