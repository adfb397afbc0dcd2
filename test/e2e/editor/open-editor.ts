import { rm } from 'node:fs/promises';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import type { Page } from 'playwright-core';
import { holdLeash, type Leash } from '../../support/leash.ts';
import { launchBrowser } from '../launch-browser.ts';
import { screenshot } from '../screenshot.ts';
import { createDriver, type Evaluate } from './driver.ts';
import { type EditorServer, extensionsFolder, startEditor } from './start-editor.ts';

export type EditorOptions = {
  /** The packaged extensions to try. */
  vsix: string | readonly string[];
  /** The folder to open. */
  folder: string;
  settings?: Readonly<Record<string, unknown>>;
  /** For the editor and everything it starts. */
  env?: NodeJS.ProcessEnv;
  /** Holds what the editor starts, instead of a leash of its own: then detached processes go on after `stop`. */
  leash?: Leash;
  width?: number;
  height?: number;
};

export type Editor = {
  page: Page;
  evaluate: Evaluate;
  /** Where the editor is served, without a trailing slash. */
  base: string;
  /** What the editor's server printed. */
  log(): string;
  /** As Developer: Reload Window, until the new extension host answers. */
  reload(): Promise<void>;
  /** The whole window as a picture. */
  screenshot(name: string): Promise<string>;
  /** Ends the editor, the browser and, with the editor's own leash, whatever the extension has started, detached or not. */
  stop(): Promise<void>;
};

async function openWindow(server: EditorServer, options: EditorOptions, env: NodeJS.ProcessEnv) {
  const browser = await launchBrowser(env);
  // A context of its own: links are opened in a second page of it.
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  // Its first page is some hundred files: a busy machine takes its time.
  await page.goto(`${server.base}/?folder=${encodeURIComponent(options.folder)}`, { timeout: 90_000 });
  return { browser, page };
}

/** A real VS Code with the packaged extension, in a real browser; settles when extensions run. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  const folder = temporaryFolder('editor');
  const leash = options.leash ?? holdLeash();
  const driver = createDriver(folder);
  const tidyUp = async () => {
    if (options.leash === undefined) await leash.release();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await driver.installInto(extensionsFolder(folder));
    const server = await startEditor({
      folder,
      vsix: [options.vsix].flat(),
      env: { ...options.env, ...driver.env, ...leash.env },
      ...(options.settings === undefined ? {} : { settings: options.settings }),
    });
    const { browser, page } = await openWindow(server, options, leash.env);
    await driver.ready();
    return {
      page,
      evaluate: driver.evaluate,
      base: server.base,
      log: server.log,
      async reload() {
        // A page that is only loaded again has not kept which tabs were open. The answer may be lost with the extension host.
        await driver
          .evaluate((vscode) => void vscode.commands.executeCommand('workbench.action.reloadWindow'))
          .catch(() => undefined);
        driver.forget();
        await driver.ready();
      },
      screenshot: (name) => screenshot(page, name),
      async stop() {
        await browser.close();
        await server.stop();
        await tidyUp();
      },
    };
  } catch (error) {
    await tidyUp();
    throw error;
  }
}
