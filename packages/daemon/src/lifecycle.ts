import type { Logger } from './ports/logger.ts';

type Closer = () => void | Promise<void>;

/** What was opened, so that it is closed in the opposite order, once, whatever fails on the way. */
export interface ReleaseStack {
  push(name: string, close: Closer): void;
  release(): Promise<void>;
}

export function createReleaseStack(log: Pick<Logger, 'error'>): ReleaseStack {
  const closers: { name: string; close: Closer }[] = [];
  let released: Promise<void> | undefined;
  const releaseAll = async () => {
    for (let last = closers.pop(); last !== undefined; last = closers.pop()) {
      try {
        await last.close();
      } catch (cause) {
        log.error({ err: cause, part: last.name }, 'could not close a part; going on with the others');
      }
    }
  };
  return {
    push: (name, close) => closers.push({ name, close }),
    release: () => (released ??= releaseAll()),
  };
}

/** Calls `stop` at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function stopOnSignals(stop: (signal: string) => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      stopping = true;
      void stop(signal);
    });
  }
}
