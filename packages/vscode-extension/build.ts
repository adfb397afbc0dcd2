import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { bundle } from './bundle.ts';

const daemon = new URL('../daemon/dist/', import.meta.url);

await rm('dist', { recursive: true, force: true });
await build(bundle);
// The .vsix brings the daemon, the runner and the command line.
await cp(daemon, 'dist/daemon', { recursive: true });
// Hovers and completions are made from it; it is read when a plan is opened.
await cp(new URL('../shared/plan.schema.json', import.meta.url), 'dist/plan.schema.json');
