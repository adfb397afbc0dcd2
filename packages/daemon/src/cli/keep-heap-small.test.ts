import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

// The flags are of a whole process: not of this one.
const run = async (program: string, ...flags: readonly string[]): Promise<unknown> => {
  const words = [...flags, '--input-type=module', '--eval', program];
  return JSON.parse((await promisify(execFile)(process.execPath, words)).stdout);
};
const keepHeapSmall = `import { keepHeapSmall } from '${new URL('keep-heap-small.ts', import.meta.url).href}';`;

const making = `
  import { getHeapSpaceStatistics } from 'node:v8';
  ${keepHeapSmall}
  const young = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
  keepHeapSmall();
  const begun = young();
  let staying = [];
  for (let made = 0; made < 1_000_000; made += 1) {
    staying.push({ made });
    if (staying.length > 200_000) staying = [];
  }
  console.log(JSON.stringify({ begun, worked: young() }));
`;

it('lets the space for what was just made grow to 4 MB, and then no more however much is made', async () => {
  const { begun, worked } = (await run(making)) as { begun: number; worked: number };
  expect(begun).toBeGreaterThanOrEqual(4_000_000);
  expect(begun).toBeLessThan(5_000_000);
  expect(worked).toBe(begun);
}, 60_000);

/** Counts to `n` in WebAssembly until V8 has optimized it, or so many times; answers how many times. */
const counting = (first: string, most: number): string => `
  ${first}
  const module = '0061736d01000000' + '01060160017f017f' + '03020100' + '07050101660000';
  const loop = '0a17011501017f' + '0340200141016a22012000480d000b' + '20010b';
  const { instance } = await WebAssembly.instantiate(Buffer.from(module + loop, 'hex'));
  const { f } = instance.exports;
  let times = 0;
  while (times < ${most} && !%IsTurboFanFunction(f)) {
    f(10_000);
    times += 1;
    await new Promise((next) => setImmediate(next));
  }
  console.log(JSON.stringify({ times, optimized: %IsTurboFanFunction(f) }));
`;
interface Counted {
  readonly times: number;
  readonly optimized: boolean;
}

it('leaves WebAssembly as it was first compiled, however often it runs', async () => {
  const usual = (await run(counting('', 1_000_000), '--allow-natives-syntax')) as Counted;
  expect(usual.optimized).toBe(true);
  const most = 4 * usual.times;
  const ours = await run(counting(`${keepHeapSmall} keepHeapSmall();`, most), '--allow-natives-syntax');
  expect(ours).toEqual({ times: most, optimized: false });
}, 60_000);
