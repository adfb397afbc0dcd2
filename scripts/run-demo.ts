import { build } from './build.ts';
import { finish } from './finish.mjs';
import { run } from './run.mjs';

await finish(async () => {
  await build();
  const { code } = await run(['daywatch', 'demo', ...process.argv.slice(2)], { show: true });
  return code;
});
