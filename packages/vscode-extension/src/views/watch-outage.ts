import type { Disposable } from 'vscode';
import type { Model } from '../model.ts';
import { type Notice, outageOf } from '../notice.ts';

/** Short ones mend themselves: the connection comes back by itself, and a local daemon is started again. */
const tolerated = 2 * 60_000;

/** Tells, once for each outage, that a watch has been out of sight for two minutes. */
export function watchOutage(model: () => Model, tell: (notice: Notice) => void): Disposable & { show(): void } {
  let waiting: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(waiting);
    waiting = undefined;
  };
  return {
    show() {
      if (outageOf(model()) === undefined) return stop();
      // It stays set once it has told: until there is a connection again, that was all.
      waiting ??= setTimeout(() => {
        const notice = outageOf(model());
        if (notice !== undefined) tell(notice);
      }, tolerated);
    },
    dispose: stop,
  };
}
