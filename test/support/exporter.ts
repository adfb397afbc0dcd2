import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { dyingWithParent } from '@daywatch/daemon/src/demo/machine/dying-with-parent.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { monitoringTool } from './monitoring-tools.ts';

export interface Exporter {
  /** Its metrics page. */
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** One of Debian's exporters on a free port of 127.0.0.1. It never outlives this process. */
export async function startExporter(
  tool: 'prometheus-node-exporter' | 'prometheus-postgres-exporter' | 'prometheus-blackbox-exporter',
  environment: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<Exporter> {
  const port = await freePort();
  const [command = '', ...args] = dyingWithParent('KILL', [
    monitoringTool(tool),
    `--web.listen-address=127.0.0.1:${port}`,
    ...flags,
  ]);
  const exporter = spawn(command, args, {
    env: { PATH: process.env.PATH, ...environment },
    detached: true,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => exporter.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}/metrics`;
  while (!(await answers(url))) {
    if (exporter.exitCode !== null) throw new Error(`${tool} ended with ${exporter.exitCode} while starting`);
    await pause(20);
  }
  const { pid } = exporter;
  if (pid === undefined) throw new Error(`${tool} has no process`);
  return {
    url,
    pid,
    async stop() {
      exporter.kill('SIGKILL');
      await ended;
    },
  };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
