import { rmSync } from 'node:fs';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { activationOf } from '../e2e/editor/activation-of.ts';
import { editorOnADay } from '../e2e/extension/editor-on-a-day.ts';
import { packDaywatch } from '../e2e/extension/vsix.ts';

// From a changed verdict in the daemon to the changed status bar of a real editor, over 100 changes; and the extension's
// size and activation, which the editor itself measures.
//   npm run build && node test/bench/editor.ts
const mustReach = { median: 250, p99: 1_000, activation: 150, bytes: 1_500_000 };
const changes = 100;

const folder = temporaryFolder('bench-editor');
const vsix = await packDaywatch(folder);
const { editor, turn, close } = await editorOnADay({ folder, vsix: vsix.path });
const { load, call, finish } = await activationOf(editor, 'daywatch.daywatch');

const took: number[] = [];
for (let change = 0; change < changes; change += 1) took.push(await turn());
await close();
rmSync(folder, { recursive: true, force: true });

took.sort((a, b) => a - b);
const at = (share: number) => took[Math.ceil(took.length * share) - 1] ?? Number.NaN;
const [median, p99] = [at(0.5), at(0.99)];
const activation = load + call + finish;
console.log(`verdict to status bar, ${changes} changes: median ${median} ms, p99 ${p99} ms, worst ${at(1)} ms`);
console.log(`activation ${activation} ms: load ${load}, call ${call}, finish ${finish}; vsix ${vsix.bytes} bytes`);
const reached =
  median <= mustReach.median &&
  p99 <= mustReach.p99 &&
  activation <= mustReach.activation &&
  vsix.bytes <= mustReach.bytes;
console.log(`${JSON.stringify(mustReach)} ${reached ? 'reached' : 'MISSED'}`);
process.exit(reached ? 0 : 1);
