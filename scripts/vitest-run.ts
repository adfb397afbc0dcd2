import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

export type VitestRun = { name: string; cwd: string; args: readonly string[] };

export type Count = { passed: number; failed: number };

type Manifest = { workspaces?: string[]; scripts?: { test?: string } };

const manifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Every run the suite consists of: the unit tests of each workspace, then the journeys, then the editor and the browser. */
export function vitestRuns(root: string): VitestRun[] {
  const workspaces = globSync(manifest(root).workspaces ?? [], { cwd: root })
    .filter((folder) => folder !== 'test' && existsSync(join(root, folder, 'package.json')))
    .filter((folder) => manifest(join(root, folder)).scripts?.test !== undefined)
    .sort();
  const whole = join(root, 'test');
  return [
    ...workspaces.map((folder) => ({ name: `unit tests of ${folder}`, cwd: join(root, folder), args: [] })),
    { name: 'journeys', cwd: whole, args: ['--project', 'journeys'] },
    { name: 'a real editor, a real browser', cwd: whole, args: ['--project', 'e2e'] },
  ];
}

/** Runs it with its output in the terminal. A run that breaks off or runs no test counts as one failure at least. */
export async function runVitest({ name, cwd, args }: VitestRun, report: string): Promise<Count> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run(['vitest', 'run', ...args, ...reporters], { cwd, show: true });
  const counted: { numPassedTests: number; numFailedTests: number } = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0 };
  const { numPassedTests: passed, numFailedTests: failed } = counted;
  if (failed > 0) return { passed, failed };
  if (passed === 0) console.log(`✗ ${name}: no test was run.`);
  else if (code !== 0) console.log(`✗ ${name}: ended with exit code ${code}.`);
  return { passed, failed: passed === 0 || code !== 0 ? 1 : 0 };
}
