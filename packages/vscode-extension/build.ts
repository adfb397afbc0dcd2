import { cp, mkdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { bundle } from './bundle.ts';

const daemon = new URL('../daemon/dist/', import.meta.url);

await rm('dist', { recursive: true, force: true });
await build(bundle);
// The .vsix brings the daemon, the runner and the command line.
await mkdir('dist/daemon', { recursive: true });
for (const part of ['main.mjs', 'dashboard.html', 'teahouse']) {
  await cp(new URL(part, daemon), `dist/daemon/${part}`, { recursive: true });
}
// Hovers and completions are made from it; it is read when a plan is opened.
await cp(new URL('../shared/plan.schema.json', import.meta.url), 'dist/plan.schema.json');
