/** Lets a few in at a time, in the order of coming. Who waits can give up. */
export class Gate {
  private free: number;
  private readonly waiting = new Set<() => void>();

  constructor(places: number) {
    this.free = places;
  }

  /** Resolves with what gives the place back; `undefined` when `signal` aborts first. */
  enter(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    if (this.free > 0) {
      this.free--;
      return Promise.resolve(this.leaving());
    }
    return new Promise((resolve) => {
      const turn = () => {
        this.waiting.delete(turn);
        signal.removeEventListener('abort', giveUp);
        resolve(this.leaving());
      };
      const giveUp = () => {
        this.waiting.delete(turn);
        resolve(undefined);
      };
      this.waiting.add(turn);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  private leaving(): () => void {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const [next] = this.waiting;
      if (next === undefined) this.free++;
      else next();
    };
  }
}
