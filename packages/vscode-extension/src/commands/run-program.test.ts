import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daywatch-extension-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function saying(script: string) {
  const main = join(folder, 'main.mjs');
  writeFileSync(main, script);
  return { node: process.execPath, main };
}

it('hands on what the program prints', async () => {
  const program = saying('console.log(process.argv.slice(2).join(" "), process.env.TOKEN, process.cwd())');
  expect(await runProgram(program, ['plan', '--json'], { cwd: folder, env: { TOKEN: 'secret' } })).toBe(
    `plan --json secret ${folder}\n`,
  );
});

it('fails with its own words, in one line', async () => {
  const program = saying('console.error("✗ No plan.\\n\\n  Write one."); process.exit(2)');
  await expect(runProgram(program, [], { cwd: folder })).rejects.toThrow(/^No plan\. Write one\.$/);
});

it('takes an answer with another exit code than 0 where that is one, and a failure for a failure', async () => {
  const blind = saying('console.log("nothing there"); process.exitCode = 1');
  await expect(runProgram(blind, [], { cwd: folder })).rejects.toThrow('Command failed');
  expect(await runProgram(blind, [], { cwd: folder, anyEnd: true })).toBe('nothing there\n');
  const broken = saying('console.error("✗ No plan."); process.exit(2)');
  await expect(runProgram(broken, [], { cwd: folder, anyEnd: true })).rejects.toThrow('No plan.');
});
