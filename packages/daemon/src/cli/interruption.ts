import { exitCode } from './exit-code.ts';
import { showCursor } from './terminal/live-screen.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts at the first Ctrl-C, so that the work can end in order; a second one ends the process at once. */
export function onInterruption(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const listener = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      if (process.stdout.isTTY) process.stdout.write(showCursor);
      process.exit(exitCode.interrupted);
    }
    controller.abort(`the runner was stopped (${name})`);
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
