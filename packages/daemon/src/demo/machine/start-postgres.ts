import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dyingWithParent } from './dying-with-parent.ts';
import { hasStatStatements } from './find-postgres.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface PostgresOptions {
  /** The folder with `initdb` and `postgres`. */
  readonly bin: string;
  /** Of the server; without the PG… variables of whoever starts it. */
  readonly environment?: Readonly<Record<string, string>>;
  /** With fsync and full page writes, as in production; without, it is faster and a crash of the machine may lose data. */
  readonly durable?: boolean;
  /** Server settings, such as `{ max_connections: '20' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The address of a server of which this one is a standby. */
  readonly standbyOf?: string;
}

export interface PostgresServer {
  /** The database `postgres`, as superuser `postgres`, without a password. */
  readonly url: string;
  readonly port: number;
  /** Ends it, with all its sessions, and keeps its data. */
  halt(): Promise<void>;
  /** After `halt`: the same data on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const execute = promisify(execFile);

/** PostgreSQL refuses to run as root: then it runs as the user `postgres` of the Debian package. */
const serverUser = () => (process.getuid?.() === 0 ? 'postgres' : undefined);

const userId = (flag: '-u' | '-g', user: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));

/** A real PostgreSQL on a free port of 127.0.0.1, with a data folder of its own. It never outlives this process, even a killed one. */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { environment } = options;
  const folder = temporaryFolder('postgres');
  const data = join(folder, 'data');
  const tidyUp = () => rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(data, { mode: 0o700 });
    const user = serverUser();
    if (user !== undefined) {
      for (const path of [folder, data]) chownSync(path, userId('-u', user), userId('-g', user));
    }
    const [command = '', ...args] = dyingWithParent('KILL', fillsFolder(data, options), user);
    await execute(command, args, { cwd: folder, env: environment });
    const { server, port } = await start(data, options);
    let running = server;
    const halt = async () => {
      running.kill('SIGINT');
      await exited(running);
    };
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      port,
      halt,
      async resume() {
        running = launch(data, port, options);
        await ready(running);
      },
      async stop() {
        await halt();
        tidyUp();
      },
    };
  } catch (error) {
    tidyUp();
    throw error;
  }
}

/** The command that makes the data folder. */
function fillsFolder(data: string, { bin, standbyOf }: PostgresOptions): readonly string[] {
  if (standbyOf !== undefined)
    return [join(bin, 'pg_basebackup'), '-d', standbyOf, '-D', data, '-R', '-c', 'fast', '--no-sync'];
  const initdb = [join(bin, 'initdb'), '-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8'];
  return [...initdb, '--locale=C.UTF-8', '--no-sync'];
}

async function start(data: string, options: PostgresOptions): Promise<{ server: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const server = launch(data, port, options);
    try {
      await ready(server);
      return { server, port };
    } catch (error) {
      // Somebody else may have taken the port in between.
      if (attempt === 3 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

function launch(data: string, port: number, options: PostgresOptions): ChildProcess {
  const settings = Object.entries(serverSettings(port, options)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // QUIT is the server's immediate shutdown: unlike KILL it gives its shared memory back.
  const postgres = [join(options.bin, 'postgres'), '-D', data, ...settings];
  const [command = '', ...args] = dyingWithParent('QUIT', postgres, serverUser());
  // In a session of its own: Ctrl-C is for whoever started it, who stops it in order.
  return spawn(command, args, {
    cwd: data,
    env: options.environment,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function serverSettings(port: number, { bin, durable, settings }: PostgresOptions): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    lc_messages: 'C',
    ...(durable === true ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...(hasStatStatements(bin) ? { shared_preload_libraries: 'pg_stat_statements' } : {}),
    ...settings,
  };
}

/** Settles when the server accepts connections (with a log file, some moments before that); rejects with its log when it ends before that. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000);
      // A standby says: ready to accept read-only connections. A server with a log file says nothing more here.
      if (/ready to accept (read-only )?connections|redirecting log output/.test(log)) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL ended while starting:\n${log}`)));
  });
}

function exited(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => server.once('exit', () => resolve()));
}
