import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type Database } from './create-database.ts';
import { dyingWithParent } from './dying-with-parent.ts';
import { findPostgres, hasStatStatements } from './find-postgres.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

export type PostgresOptions = {
  /** With fsync and full page writes, as in production; without, tests run faster and a crash of the machine may lose data. */
  durable?: boolean;
  /** Server settings, such as `{ max_connections: '20' }`. */
  settings?: Readonly<Record<string, string>>;
};

export type PostgresServer = {
  /** The database `postgres`, as superuser `postgres`, without a password. */
  url: string;
  port: number;
  /** An empty database of its own on this server. */
  createDatabase(name?: string): Promise<Database>;
  stop(): Promise<void>;
};

const MISSING =
  'No PostgreSQL server on this machine (looked for initdb and postgres in /usr/lib/postgresql/*/bin and PATH). ' +
  'Install it: apt-get install postgresql postgresql-contrib';

/** PostgreSQL refuses to run as root: then it runs as the user `postgres` of the Debian package. */
const serverUser = () => (process.getuid?.() === 0 ? 'postgres' : undefined);

const userId = (flag: '-u' | '-g', user: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));

function serverSettings(bin: string, port: number, options: PostgresOptions): Record<string, string> {
  return {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    lc_messages: 'C',
    ...(options.durable === true ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...(hasStatStatements(bin) ? { shared_preload_libraries: 'pg_stat_statements' } : {}),
    ...options.settings,
  };
}

function exited(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => server.once('exit', () => resolve()));
}

/** Settles when the server accepts connections; rejects with its log when it ends before that. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000);
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL ended while starting:\n${log}`)));
  });
}

async function start(
  bin: string,
  data: string,
  options: PostgresOptions,
): Promise<{ server: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const settings = Object.entries(serverSettings(bin, port, options)).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    // QUIT is the server's immediate shutdown: unlike KILL it gives its shared memory back.
    const [command = '', ...args] = dyingWithParent(
      'QUIT',
      [join(bin, 'postgres'), '-D', data, ...settings],
      serverUser(),
    );
    const server = spawn(command, args, { cwd: data, stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      await ready(server);
      return { server, port };
    } catch (error) {
      // Somebody else may have taken the port in between.
      if (attempt === 3 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

/** A real PostgreSQL on a free port of 127.0.0.1, with a data folder of its own. It never outlives this process, even a killed one. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const bin = findPostgres();
  if (bin === undefined) throw new Error(MISSING);
  const folder = temporaryFolder('postgres');
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const user = serverUser();
  if (user !== undefined) {
    for (const path of [folder, data]) chownSync(path, userId('-u', user), userId('-g', user));
  }
  const tidyUp = () => rmSync(folder, { recursive: true, force: true });
  try {
    const initdb = [
      join(bin, 'initdb'),
      '-D',
      data,
      '-U',
      'postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ];
    const [command = '', ...args] = dyingWithParent('KILL', initdb, user);
    execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const { server, port } = await start(bin, data, options);
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    return {
      url,
      port,
      createDatabase: (name) => createDatabase(url, name),
      async stop() {
        server.kill('SIGINT');
        await exited(server);
        tidyUp();
      },
    };
  } catch (error) {
    tidyUp();
    throw error;
  }
}
