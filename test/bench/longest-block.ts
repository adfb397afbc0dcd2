import { performance } from 'node:perf_hooks';

/** What some work took: by the clock and of this process' CPU, and for how long nothing else had its turn at most. */
export interface Work {
  readonly took: number;
  readonly worked: number;
  readonly longest: { readonly took: number; readonly worked: number };
}

const cpuMillis = (usage: { readonly user: number; readonly system: number }): number =>
  (usage.user + usage.system) / 1_000;
/** Of this thread: what others do beside it holds nobody up. */
const worked = () => cpuMillis(process.threadCpuUsage());

/** All in milliseconds. By the clock a block is longer where others want the same cores, in CPU it is not. */
export async function longestBlock(run: () => Promise<unknown>): Promise<Work> {
  const longest = { took: 0, worked: 0 };
  let last = { at: performance.now(), worked: worked() };
  const turn = () => {
    const now = { at: performance.now(), worked: worked() };
    longest.took = Math.max(longest.took, now.at - last.at);
    longest.worked = Math.max(longest.worked, now.worked - last.worked);
    last = now;
  };
  const turns = setInterval(turn, 1);
  await new Promise((done) => setTimeout(done, 20));
  const before = { at: performance.now(), cpu: process.cpuUsage() };
  longest.took = 0;
  longest.worked = 0;
  await run();
  const took = performance.now() - before.at;
  const cpu = cpuMillis(process.cpuUsage(before.cpu));
  await new Promise((done) => setTimeout(done, 20));
  clearInterval(turns);
  return { took, worked: cpu, longest };
}
