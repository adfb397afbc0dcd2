import { type DestinationStream, pino } from 'pino';
import type { Logger } from './ports/logger.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** JSON lines to `destination` (standard error when left out: standard output belongs to commands). */
export function createLogger(options: { level: LogLevel; destination?: DestinationStream }): Logger {
  const destination = options.destination ?? pino.destination({ fd: 2, sync: true });
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: {
        paths: ['token', '*.token', 'authorization', '*.authorization', 'password', '*.password'],
        censor: '***',
      },
    },
    destination,
  );
}
