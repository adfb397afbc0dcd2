import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { holdLeash } from './leash.ts';

/** Whether a process runs; a dead one that nobody has waited for yet has no command line. */
const alive = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
};

const firstLine = async (from: NodeJS.ReadableStream) => String((await once(createInterface(from), 'line'))[0]);

/** Starts a detached sleeper, prints its pid, and stays. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  console.log(child.pid);
  setInterval(() => {}, 1000);`;

it('ends what was started, with what that started, when released', async () => {
  const leash = holdLeash();
  const parent = spawn(process.execPath, ['-e', PARENT], { env: { ...process.env, ...leash.env }, stdio: 'pipe' });
  const grandchild = Number(await firstLine(parent.stdout));
  expect(alive(grandchild)).toBe(true);
  await leash.release();
  await expect.poll(() => alive(grandchild)).toBe(false);
});

it('ends it when the holder is killed', async () => {
  const leash = JSON.stringify(new URL('./leash.ts', import.meta.url).href);
  const program = `
    const { holdLeash } = await import(${leash});
    const { spawn } = await import('node:child_process');
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore', env: { ...process.env, ...holdLeash().env } });
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const sleeper = Number(await firstLine(holder.stdout));
  expect(alive(sleeper)).toBe(true);
  holder.kill('SIGKILL');
  await expect.poll(() => alive(sleeper)).toBe(false);
});
