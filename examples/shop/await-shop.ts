// node await-shop.ts URL COMMIT PID: ends with 0 when the shop at URL is healthy and runs COMMIT, with 1 and the reason
// when the process ends before that, or 30 s have passed.
import { setTimeout as pause } from 'node:timers/promises';

const [url = '', commit = '', pid = ''] = process.argv.slice(2);
const deadline = performance.now() + 30_000;

async function get(path: string): Promise<string | undefined> {
  try {
    const response = await fetch(url + path, { signal: AbortSignal.timeout(2_000) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

async function runs(): Promise<boolean> {
  const version = await get('/version');
  return version !== undefined && JSON.parse(version).commit === commit && (await get('/healthz')) !== undefined;
}

function isAlive(): boolean {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

function fail(reason: string): never {
  console.error(`deploy: FAILED: ${reason}`);
  process.exit(1);
}

while (!(await runs())) {
  if (!isAlive()) fail(`${commit} ended while starting`);
  if (performance.now() > deadline) fail(`${url} was not a healthy ${commit} within 30 s`);
  await pause(100);
}
// Another process may answer on the port while the new one is failing to take it.
if (!isAlive()) fail(`${commit} ended while starting`);
