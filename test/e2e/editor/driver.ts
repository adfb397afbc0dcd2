import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as vscode from 'vscode';

export type Evaluate = <Args extends unknown[], Result>(
  fn: (api: typeof vscode, ...args: Args) => Result | PromiseLike<Result>,
  ...args: Args
) => Promise<Result>;

export type Driver = {
  /** For the editor's environment. */
  env: Record<string, string>;
  /** Puts the driver among the extensions, before the editor's first start. */
  installInto(extensions: string): Promise<void>;
  /** Settles when an extension host answers; after a reload the next one. */
  ready(): Promise<void>;
  /** Before the page is reloaded: the port of the present extension host is about to die. */
  forget(): void;
  /**
   * Runs `fn` in the extension host with the real API. It travels as source: it sees its arguments and nothing else of the
   * test, and returns JSON. Don't return the promise of a command that waits for a click.
   */
  evaluate: Evaluate;
};

/** Of the driver extension: what the function returned, or the error it threw. */
type Answer<Result> = { result: Result; error?: string };

const START_MS = 90_000;

/** The test's end of the driver extension. */
export function createDriver(folder: string): Driver {
  const portFile = join(folder, 'driver-port');
  const secret = randomUUID();

  async function port(): Promise<string> {
    for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(50)) {
      try {
        return readFileSync(portFile, 'utf8');
      } catch {
        // Not written yet.
      }
    }
    throw new Error(`The driver extension did not start within ${START_MS / 1000} s.`);
  }

  const evaluate: Evaluate = async <Args extends unknown[], Result>(
    fn: (api: typeof vscode, ...args: Args) => Result | PromiseLike<Result>,
    ...args: Args
  ): Promise<Result> => {
    const reply = await fetch(`http://127.0.0.1:${await port()}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify({ fn: String(fn), args }),
    });
    const { result, error }: Answer<Result> = JSON.parse(await reply.text());
    if (error !== undefined) throw new Error(`In the extension host: ${error}`);
    return result;
  };

  return {
    env: { DAYWATCH_TEST_DRIVER: portFile, DAYWATCH_TEST_SECRET: secret },
    installInto: (extensions) =>
      cp(join(import.meta.dirname, 'driver'), join(extensions, 'daywatch-test.driver-1.0.0'), { recursive: true }),
    ready: async () => void (await port()),
    forget: () => rmSync(portFile, { force: true }),
    evaluate,
  };
}
