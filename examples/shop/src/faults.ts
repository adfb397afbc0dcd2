/** Where the shop's own faults go besides its log. */
export type Faults = {
  report(error: Error): void;
  /** Sends what is waiting. */
  close(): Promise<void>;
};

const noFaults: Faults = { report: () => {}, close: async () => {} };
const patience = 2_000; // ms for what is waiting when the shop stops

/** Sentry, when SENTRY_DSN is set. It reads SENTRY_RELEASE and SENTRY_ENVIRONMENT by itself. */
export async function openFaults(dsn: string | undefined): Promise<Faults> {
  if (dsn === undefined || dsn === '') return noFaults;
  // 300 ms and 50 MB to import: only for those who ask for it.
  const sentry = await import('@sentry/node');
  // Addresses of customers, hashes of their passwords and tokens stay here.
  const nothingPersonal = {
    userInfo: false,
    cookies: false,
    httpHeaders: false,
    httpBodies: [],
    urlQueryParams: false,
  };
  sentry.init({ dsn, tracesSampleRate: 0, dataCollection: nothingPersonal });
  return {
    report: (error) => void sentry.captureException(error),
    close: async () => void (await sentry.close(patience)),
  };
}
