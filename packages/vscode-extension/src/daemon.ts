import { spawn } from 'node:child_process';
import { closeSync, lstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { t } from '@vscode/l10n';

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

/** Runs Electron as Node. A plain Node needs nothing, and what it starts should not find the variable. */
export const asNode: Readonly<Record<string, string>> =
  'electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {};

/** Else glibc keeps memory for each thread of V8: 15 MB of a daemon that has 1,000 probes. */
const oneArena = { MALLOC_ARENA_MAX: '1' };

export const dataFolderOf = (plan: string): string => join(dirname(plan), '.daywatch');

interface Announced extends Daemon {
  readonly pid: number;
}

interface RunningDaemon extends Daemon {
  readonly pid: number;
  /** `undefined`: it is so old that it does not say. */
  readonly version: string | undefined;
}

/** The daemon of this plan's folder, if one has announced itself and answers. */
export async function findLocalDaemon(plan: string, fetch = globalThis.fetch): Promise<RunningDaemon | undefined> {
  const announced = readAnnounced(dataFolderOf(plan));
  if (announced === undefined) return undefined;
  const { url, token, pid } = announced;
  try {
    const health = await healthOf(url, fetch);
    // The daemon may have died, and its port be another program's by now: that one gets no token.
    if (health.pid !== pid) return undefined;
    return { url, token, pid, version: typeof health.version === 'string' ? health.version : undefined };
  } catch {
    return undefined;
  }
}

interface SaidHealth {
  readonly pid?: unknown;
  readonly version?: unknown;
  readonly toolSet?: unknown;
}

/** Rejects when nobody answers, or something that is no daemon. */
async function healthOf(url: string, fetch: typeof globalThis.fetch): Promise<SaidHealth> {
  const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.json() as Promise<SaidHealth>;
}

/** What the daemon calls the tools that it offers to agents: another word for other tools. */
export async function toolSetOf(url: string, fetch = globalThis.fetch): Promise<string | undefined> {
  try {
    const { toolSet } = await healthOf(url, fetch);
    return typeof toolSet === 'string' ? toolSet : undefined;
  } catch {
    return undefined;
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * A repository could bring an announcement of its own: it is followed to no other machine, and no other file of this
 * one is sent as the token.
 */
function readAnnounced(folder: string): Announced | undefined {
  try {
    const { url, pid }: Record<string, unknown> = JSON.parse(readFileSync(join(folder, 'daemon.json'), 'utf8'));
    if (typeof url !== 'string' || typeof pid !== 'number' || !loopback.has(new URL(url).hostname)) return undefined;
    const tokenFile = join(folder, 'token');
    return lstatSync(tokenFile).isFile() ? { url, pid, token: readFileSync(tokenFile, 'utf8').trim() } : undefined;
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
  const child = spawn(node, [main, 'serve', '--plan', plan, '--data', folder], {
    cwd: dirname(plan),
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...oneArena, ...cleanEnvironment(process.env), ...asNode },
  });
  closeSync(log);
  let ended: string | undefined;
  child.once('error', (cause) => {
    ended = cause.message;
  });
  child.once('exit', (code) => {
    ended = t('it ended with exit code {0}', code ?? t('none'));
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
  throw new Error(`${t('The daemon did not start: {0}.', ended ?? t('no answer in 15 s'))}\n${lastLines(logPath)}`);
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
