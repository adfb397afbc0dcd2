/** A signal that aborts with the first of others, until it is let go. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Takes its hand off the others. */
  release(): void;
}

/** `AbortSignal.any` leaves a weak reference behind in each of its signals: one that lives as long as the daemon collects them for ever. */
export function linkedSignal(...signals: readonly AbortSignal[]): LinkedSignal {
  const controller = new AbortController();
  const listeners = signals.map((signal) => ({ signal, listener: () => controller.abort(signal.reason) }));
  const aborted = signals.find((signal) => signal.aborted);
  if (aborted !== undefined) controller.abort(aborted.reason);
  else for (const { signal, listener } of listeners) signal.addEventListener('abort', listener, { once: true });
  return {
    signal: controller.signal,
    release() {
      for (const { signal, listener } of listeners) signal.removeEventListener('abort', listener);
    },
  };
}
