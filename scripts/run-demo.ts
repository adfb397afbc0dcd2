import { build } from './build.ts';
import { finish } from './finish.mjs';
import { run } from './run.mjs';
import { installDebianPackages } from './tools/debian-package.ts';

await finish(async () => {
  const git = await run(['git', '--version']).catch(() => undefined);
  if (git === undefined) await installDebianPackages(['git']);
  await build();
  const { code } = await run(['daywatch', 'demo', ...process.argv.slice(2)], { show: true });
  return code;
});
