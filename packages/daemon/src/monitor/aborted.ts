import { linkedSignal } from './linked-signal.ts';

/** Resolves as soon as one of them is aborted. */
export const aborted = (...signals: AbortSignal[]): Promise<void> =>
  new Promise((resolve) => {
    const { signal, release } = linkedSignal(...signals);
    const settle = () => {
      release();
      resolve();
    };
    if (signal.aborted) settle();
    else signal.addEventListener('abort', settle, { once: true });
  });
