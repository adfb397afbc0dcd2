import { commandOf } from './command-of.ts';
import { keepCompiled } from './keep-compiled.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { loadBuiltIns } from './load-built-ins.ts';

// All hold for what is loaded from here on, which is why the command line is imported below. How much memory V8 has
// taken by then for what was just made it does not give back.
if (commandOf(process.argv.slice(2)) === 'serve') {
  await loadBuiltIns();
  keepHeapSmall();
}
keepCompiled();
const { runCommandLine } = await import('./command-line.ts');
await runCommandLine();
