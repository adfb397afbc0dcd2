import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './run.mjs';

export type VitestRun = { name: string; cwd: string; args: readonly string[] };

/** The counts, and what failed, told once more at the end where it is looked for. */
export type Outcome = { passed: number; failed: number; failures: string[] };

/** What the JSON reporter writes: the counts, and each test with its file. */
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
};

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
export async function runVitest({ name, cwd, args }: VitestRun, report: string): Promise<Outcome> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run(['vitest', 'run', ...args, ...reporters], { cwd, show: true });
  const counted: Report = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  const { numPassedTests: passed, numFailedTests: failed } = counted;
  const failures = failuresOf(counted, cwd);
  if (failed > 0) return { passed, failed, failures };
  if (passed === 0) failures.push(`${name}: no test was run.`);
  else if (code !== 0) failures.push(`${name}: ended with exit code ${code}.`);
  return { passed, failed: passed === 0 || code !== 0 ? 1 : 0, failures };
}

/** Each failed test in two lines, and each file that could not be read. */
function failuresOf({ testResults }: Report, cwd: string): string[] {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = relative(cwd, name);
    const tests = assertionResults.filter(({ status }) => status === 'failed');
    if (tests.length === 0) return message === '' ? [] : [`${file}\n    ${firstLine(message)}`];
    return tests.map(({ fullName, failureMessages: [why = ''] }) => `${file}: ${fullName}\n    ${firstLine(why)}`);
  });
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);
