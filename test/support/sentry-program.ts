// A program that reports to Sentry, at DSN: one fault of two users, a warning, three sessions.
import * as Sentry from '@sentry/node';

const { DSN: dsn } = process.env;
if (dsn === undefined) throw new Error('DSN is not set');
Sentry.init({ dsn, release: 'shop@1.4.2', environment: 'production', tracesSampleRate: 0 });

const order: { lines: string[] } = JSON.parse('{}');
const pay = () => order.lines.length;

for (const user of ['7', '8']) {
  Sentry.withScope((scope) => {
    scope.setUser({ id: user });
    // Large enough that the SDK compresses it.
    scope.setExtra('padding', 'x'.repeat(60_000));
    try {
      pay();
    } catch (error) {
      Sentry.captureException(error);
    }
  });
  // The SDK sends an event only once that is the same as the one before.
  if (user === '7') Sentry.captureMessage('disk is nearly full', 'warning');
}
for (let number = 0; number < 3; number += 1) {
  Sentry.startSession();
  Sentry.endSession();
}
await Sentry.close(5_000);
