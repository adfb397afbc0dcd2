import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

// The flags are of a whole process: not of this one.
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { keepHeapSmall } from '${new URL('keep-heap-small.ts', import.meta.url).href}';
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
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  const { begun, worked } = JSON.parse(stdout);
  expect(begun).toBeGreaterThanOrEqual(4_000_000);
  expect(begun).toBeLessThan(5_000_000);
  expect(worked).toBe(begun);
}, 60_000);
