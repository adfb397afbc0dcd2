import type { SlowWork } from '../ports/slow-work.ts';

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
