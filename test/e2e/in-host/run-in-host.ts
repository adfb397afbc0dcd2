import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { holdLeash } from '../../support/leash.ts';
import { editorUnderTest } from '../editor/editor-location.ts';
import { startEditor } from '../editor/start-editor.ts';
import { launchBrowser } from '../launch-browser.ts';
import type { InHostResult } from './in-host-result.ts';

export type InHostOptions = {
  /** The folder of the built extension. */
  extension: string;
  /** The folder to open. */
  workspace: string;
  /** The name of whoever sits there, to whom the daemon belongs. */
  user: string;
};

export type InHostRun = {
  /** The window in which the tests run. */
  page: Page;
  /** Settles when all tests have run: how each went. */
  results: Promise<readonly InHostResult[]>;
  /** Where the extension host has written what V8 counted. */
  coverage: string;
  close(): Promise<void>;
};

const HERE = import.meta.dirname;

/** Beside the tests, from where Node finds mocha. */
async function bundleTests(): Promise<string> {
  const outfile = join(HERE, '../out/in-host.cjs');
  await build({
    entryPoints: [join(HERE, 'run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
}

/**
 * Runs the tests of `suite` inside the extension host of a real VS Code, beside the built extension. VS Code's own switch for
 * smoke tests makes it accept tests in a browser; it shows no notifications then, and refuses modal dialogs. The oldest editor
 * has no such switch, and accepts them without.
 */
export async function runInHost({ extension, workspace, user }: InHostOptions): Promise<InHostRun> {
  const folder = temporaryFolder('in-host');
  const coverage = join(folder, 'coverage');
  const resultsFile = join(folder, 'results.json');
  mkdirSync(coverage);
  const leash = holdLeash();
  const tests = await bundleTests();
  const server = await startEditor({
    folder,
    serverOptions: editorUnderTest === 'newest' ? ['enable-smoke-test-driver'] : [],
    settings: { 'chat.disableAIFeatures': false },
    env: { ...leash.env, USER: user, NODE_V8_COVERAGE: coverage, DAYWATCH_IN_HOST_RESULTS: resultsFile },
  });
  const browser = await launchBrowser(leash.env);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'UTC' });
  let said = '';
  await page.exposeFunction('codeAutomationLog', (_type: string, words: unknown[]) => {
    said += `${words?.join(' ')}\n`;
  });
  const results = new Promise<readonly InHostResult[]>((resolve, reject) => {
    void page.exposeFunction('codeAutomationExit', (code: number) => {
      if (code === 0) resolve(JSON.parse(readFileSync(resultsFile, 'utf8')));
      else reject(new Error(`The extension host could not run the tests:\n${said}`));
    });
  });
  const remote = (path: string) => `vscode-remote://${new URL(server.base).host}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(tests)],
  ];
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  await page.goto(`${server.base}/?${query}`, { timeout: 90_000 });
  return {
    page,
    results,
    coverage,
    async close() {
      await browser.close();
      await server.stop();
      await leash.release();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
