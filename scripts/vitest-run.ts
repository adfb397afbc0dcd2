import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isLong } from '../test/support/is-long.ts';
import { run } from './run.mjs';

export type VitestRun = {
  name: string;
  cwd: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
};

/** What the suite consists of. All but what measures times may run side by side. */
export type VitestRuns = {
  /** Unit tests of each workspace and journeys: what keeps the processors busy. */
  computing: VitestRun[];
  /** A real editor and a real browser: people wait for them, and so do their tests. */
  editor: VitestRun[];
  /** At their own pace, and mostly waiting. */
  stories: VitestRun[];
  measuring: VitestRun[];
};

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

/** What runs in an editor, by the beginnings of their names. */
const IN_EDITOR = ['demo-project', 'editor', 'extension', 'in-host', 'plan-help'].map((name) => `e2e/${name}`);

const manifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

export function vitestRuns(root: string): VitestRuns {
  const workspaces = globSync(manifest(root).workspaces ?? [], { cwd: root })
    .filter((folder) => folder !== 'test' && existsSync(join(root, folder, 'package.json')))
    .filter((folder) => manifest(join(root, folder)).scripts?.test !== undefined)
    .sort();
  const project = (name: string, title: string) => ({
    name: title,
    cwd: join(root, 'test'),
    args: ['--project', name],
  });
  const editor = project('e2e', 'a real editor, a real browser');
  const oldestEditor = {
    ...editor,
    name: 'the oldest editor',
    args: [...editor.args, ...IN_EDITOR],
    env: { DAYWATCH_EDITOR: 'oldest' },
  };
  return {
    computing: [
      ...workspaces.map((folder) => ({ name: `unit tests of ${folder}`, cwd: join(root, folder), args: [] })),
      project('journeys', 'journeys'),
    ],
    editor: isLong ? [editor, oldestEditor] : [editor],
    stories: [project('stories', 'deploys at their own pace')],
    measuring: [project('measuring', 'what measures times')],
  };
}

/**
 * Runs it, with its counts in a file among the reports. A run that breaks off or runs no test counts as one failure at
 * least.
 */
export async function runVitest(
  { name, cwd, args, env = {} }: VitestRun,
  reports: string,
  { yielding = false }: { yielding?: boolean } = {},
): Promise<Outcome & { output: string }> {
  const report = join(reports, `${name.replaceAll('/', '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const { code, output } = await run(['vitest', 'run', ...args, ...reporters], {
    cwd,
    env: { ...color, ...env },
    yielding,
  });
  const counted = readReport(report);
  const { numPassedTests: passed, numFailedTests: failed } = counted;
  const failures = failuresOf(counted, cwd);
  if (failed > 0) return { passed, failed, failures, output };
  if (passed === 0) failures.push(`${name}: no test was run.`);
  else if (code !== 0) failures.push(`${name}: ended with exit code ${code}.`);
  return { passed, failed: passed === 0 || code !== 0 ? 1 : 0, failures, output };
}

/** A run that was ended leaves none, or half of one. */
function readReport(file: string): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  }
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
