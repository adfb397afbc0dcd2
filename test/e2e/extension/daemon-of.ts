import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '@daywatch/shared/client/client.ts';

export type RunningDaemon = { url: string; pid: number; token: string; client: Client };

/** The daemon that has announced itself in a folder. */
export function daemonOf(folder: string): RunningDaemon {
  const data = join(folder, '.daywatch');
  const { url, pid }: { url: string; pid: number } = JSON.parse(readFileSync(join(data, 'daemon.json'), 'utf8'));
  const token = readFileSync(join(data, 'token'), 'utf8').trim();
  return { url, pid, token, client: createClient({ url, token }) };
}
