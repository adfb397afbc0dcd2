import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dyingWithParent } from '@daywatch/daemon/src/demo/machine/dying-with-parent.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { monitoringTool } from './monitoring-tools.ts';

export interface PrometheusOptions {
  /** Samples of the past, in OpenMetrics with timestamps: in the store before the server starts, so nothing has to be waited for. */
  readonly past?: string;
  /** Addresses such as `127.0.0.1:8080` whose `/metrics` is scraped from now on. */
  readonly scrape?: { readonly targets: readonly string[]; readonly every: string };
  /** A whole configuration, instead of `scrape`. */
  readonly configuration?: object;
  /** More of the command line, such as `--enable-feature=native-histograms`. */
  readonly flags?: readonly string[];
}

export interface PrometheusServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const execute = promisify(execFile);

/** Debian's Prometheus on a free port of 127.0.0.1, with a folder of its own. It never outlives this process. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<PrometheusServer> {
  const folder = temporaryFolder('prometheus');
  const tidyUp = () => rmSync(folder, { recursive: true, force: true });
  try {
    const data = join(folder, 'data');
    mkdirSync(data);
    if (options.past !== undefined) await backfill(folder, data, options.past);
    const config = join(folder, 'prometheus.json');
    // JSON is YAML too.
    writeFileSync(config, JSON.stringify(options.configuration ?? configuration(options)));
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      const server = start({ config, data, port, flags: options.flags ?? [] });
      try {
        await ready(server);
      } catch (error) {
        // Somebody else may have taken the port in between.
        if (attempt === 3 || !String(error).includes('address already in use')) throw error;
        continue;
      }
      return {
        url: `http://127.0.0.1:${port}`,
        pid: pidOf(server),
        async stop() {
          server.kill('SIGTERM');
          await exited(server);
          tidyUp();
        },
      };
    }
  } catch (error) {
    tidyUp();
    throw error;
  }
}

const configuration = ({ scrape }: PrometheusOptions) => ({
  ...(scrape && {
    global: { scrape_interval: scrape.every, scrape_timeout: scrape.every },
    scrape_configs: [{ job_name: 'shop', static_configs: [{ targets: scrape.targets }] }],
  }),
});

async function backfill(folder: string, data: string, past: string): Promise<void> {
  const file = join(folder, 'past.om');
  writeFileSync(file, past);
  await execute(monitoringTool('promtool'), ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', file, data]);
}

function start(of: { config: string; data: string; port: number; flags: readonly string[] }): ChildProcess {
  const [command = '', ...args] = dyingWithParent('KILL', [
    monitoringTool('prometheus'),
    `--config.file=${of.config}`,
    `--storage.tsdb.path=${of.data}`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${of.port}`,
    ...of.flags,
  ]);
  return spawn(command, args, { cwd: of.data, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Settles when the server answers queries; rejects with its log when it ends before that. */
function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000);
      if (log.includes('Server is ready to receive web requests')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`Prometheus ended while starting:\n${log}`)));
  });
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('Prometheus has no process');
  return pid;
}

function exited(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => server.once('exit', () => resolve()));
}
