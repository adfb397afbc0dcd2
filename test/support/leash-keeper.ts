import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs beside a test: when its standard input closes, every process with the given mark in its environment is killed. */
const [mark = ''] = process.argv.slice(2);

function marked(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
      } catch {
        return false; // Ended meanwhile, or somebody else's.
      }
    });
}

for await (const _ of process.stdin);
// A process may start another while it is being killed: look until nobody is left.
for (let pids = marked(); mark !== '' && pids.length > 0; pids = marked()) {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Ended by itself.
    }
  }
  await sleep(50);
}
