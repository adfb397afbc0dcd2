import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Where a daemon answers, and what it takes. */
export interface Daemon {
  readonly url: string;
  readonly token: string | undefined;
}

/** The program that is the daemon, the runner and the command line; the extension carries it. */
export interface Program {
  readonly node: string;
  readonly main: string;
}

/** Runs Electron as Node; a plain Node takes no notice. */
export const asNode = { ELECTRON_RUN_AS_NODE: '1' };

export const dataFolderOf = (plan: string): string => join(dirname(plan), '.daywatch');

/** The daemon of this plan's folder, if one has announced itself and answers. */
export async function findLocalDaemon(plan: string, fetch = globalThis.fetch): Promise<Daemon | undefined> {
  const announced = readAnnounced(dataFolderOf(plan));
  if (announced === undefined) return undefined;
  try {
    const health = await fetch(`${announced.url}/healthz`, { signal: AbortSignal.timeout(3_000) });
    return health.ok ? announced : undefined;
  } catch {
    return undefined;
  }
}

function readAnnounced(folder: string): Daemon | undefined {
  try {
    const { url, tokenFile } = JSON.parse(readFileSync(join(folder, 'daemon.json'), 'utf8')) as Record<string, unknown>;
    if (typeof url !== 'string' || typeof tokenFile !== 'string') return undefined;
    return { url, token: readFileSync(tokenFile, 'utf8').trim() };
  } catch {
    return undefined;
  }
}

/**
 * Starts the bundled daemon, detached: it watches for 24 hours and must outlive this window. Its output goes to
 * `.daywatch/daemon.log`. Rejects with the log's last lines when it does not answer in time.
 */
export async function startLocalDaemon(plan: string, { node, main }: Program): Promise<Daemon> {
  const folder = dataFolderOf(plan);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const logPath = join(folder, 'daemon.log');
  const log = openSync(logPath, 'a', 0o600);
  const child = spawn(node, [main, 'serve', '--plan', plan], {
    cwd: dirname(plan),
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...cleanEnvironment(process.env), ...asNode },
  });
  closeSync(log);
  let ended: string | undefined;
  child.once('error', (cause) => {
    ended = cause.message;
  });
  child.once('exit', (code) => {
    ended = `it ended with exit code ${code ?? 'none'}`;
  });
  child.unref();
  for (let attempt = 0; attempt < 150 && ended === undefined; attempt += 1) {
    await wait(100);
    const daemon = await findLocalDaemon(plan);
    if (daemon !== undefined) return daemon;
  }
  // Another window may have been quicker: the folder's lock lets one daemon in.
  const other = await findLocalDaemon(plan);
  if (other !== undefined) return other;
  throw new Error(`The daemon did not start: ${ended ?? 'no answer in 15 s'}.\n${lastLines(logPath)}`);
}

/** What the editor puts into its own environment is not for programs that outlive it. */
export const cleanEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_INSPECT)/.test(name)),
  );

function lastLines(path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
}
