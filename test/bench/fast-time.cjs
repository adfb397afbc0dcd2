'use strict';
// Required by the daemon of `memory.ts` before anything else: its time goes by BENCH_FASTER times as fast as ours. The
// daemon takes all time from these three, in `clock.ts`. A message is answered with what is in use after clearing up.
const faster = Number(process.env.BENCH_FASTER);
const { now } = Date;
const elapsed = performance.now.bind(performance);
const wait = globalThis.setTimeout;
const [began, base] = [now(), elapsed()];
Date.now = () => Math.floor(began + (now() - began) * faster);
performance.now = () => base + (elapsed() - base) * faster;
globalThis.setTimeout = (act, span, ...given) => wait(act, span / faster, ...given);
process.on('message', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send((heapUsed + external) / 1e6);
});
process.channel.unref();
