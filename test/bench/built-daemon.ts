import { type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dyingWithParent } from '@daywatch/daemon/src/demo/machine/dying-with-parent.ts';
import { type Client, createClient } from '@daywatch/shared/client/client.ts';
import type { Result } from '@daywatch/shared/client/result.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';

export function given<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.failure));
}

/** The daemon as users run it, in a folder with its plan; it never outlives this process. */
export async function startBuiltDaemon({
  folder,
  nodeOptions = [],
  environment = {},
  answersMessages = false,
}: {
  readonly folder: string;
  readonly nodeOptions?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly answersMessages?: boolean;
}) {
  const program = fileURLToPath(new URL('../../packages/daemon/bin/daywatch.cjs', import.meta.url));
  const [command = '', ...args] = dyingWithParent('KILL', [
    process.execPath,
    ...nodeOptions,
    ...[program, 'serve', '--port', '0', '--embedded'],
  ]);
  const stdio: StdioOptions = ['ignore', 'pipe', 'inherit', ...(answersMessages ? (['ipc'] as const) : [])];
  const child = spawn(command, args, {
    cwd: folder,
    // One arena of memory, as the editor and the service of docs/operations.md give it.
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      DAYWATCH_LOG: 'warn',
      NO_COLOR: '1',
      MALLOC_ARENA_MAX: '1',
      ...environment,
    },
    stdio,
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the daemon ended with ${code}`);
  });
  if (child.stdout === null) throw new Error('the daemon has no output');
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
  const { url, pid, tokenFile } = JSON.parse(readFileSync(join(folder, '.daywatch/daemon.json'), 'utf8'));
  const token = readFileSync(tokenFile, 'utf8').trim();
  return {
    child,
    pid: Number(pid),
    url: String(url),
    token,
    client: createClient({ url, token, timeout: seconds(180) }),
  };
}

/** A deploy as a runner reports it: from here on the criteria are judged. */
export async function deployTo({ client, url }: { readonly client: Client; readonly url: string }): Promise<void> {
  const { planHash } = given(await client.environment({ environment: 'production' }));
  const version = { version: '1.4.2', commit: '9f8d111' };
  const body = { id: '01DEPLOYMENT', service: 'shop', version, planHash, steps: [] };
  const { runnerToken } = given(await client.beginDeployment({ environment: 'production', body }));
  const runner = createClient({ url, token: runnerToken, timeout: seconds(180) });
  for (const phase of ['preflight', 'deploying', 'verifying'] as const) {
    const reports = [
      { type: 'phase-started' as const, phase },
      { type: 'phase-finished' as const, phase, outcome: 'passed' as const },
    ];
    given(await runner.reportProgress({ deployment: body.id, body: { reports } }));
  }
}
