/**
 * Work on very many readings that stops now and then, so that whoever asked for it may let others have their turn. It
 * knows no clock, so it stops every few milliseconds, whatever there is to do.
 */
export type SlowWork<T> = Generator<void, T, void>;

/** With 240 values in each, a few milliseconds. */
const atOnce = 100;

export function* eachSlowly<T>(list: readonly T[], visit: (item: T) => void): SlowWork<void> {
  for (let start = 0; start < list.length; start += atOnce) {
    yield;
    list.slice(start, start + atOnce).forEach((item) => {
      visit(item);
    });
  }
}

/** For those who have nobody waiting. */
export function inOneGo<T>(work: SlowWork<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
