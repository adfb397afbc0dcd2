import { type Client, createClient } from '@daywatch/shared/client/client.ts';
import type { Daemon, Program } from './daemon.ts';
import type { Model } from './model.ts';
import type { Settings } from './settings.ts';

/** What commands and views work with. */
export interface Cockpit {
  readonly program: Program;
  /** The first folder of the workspace. */
  readonly folder: string | undefined;
  /** The plan file, absolute. */
  plan(): string | undefined;
  settings(): Settings;
  model(): Model;
  /** The daemon to talk to; says what to do when there is none. */
  daemon(): Daemon;
  startDaemon(): Promise<Daemon>;
  log(sentence: string): void;
  showLog(): void;
}

export function clientOf(cockpit: Cockpit): Client {
  const { url, token } = cockpit.daemon();
  return createClient({ url, ...(token !== undefined && { token }) });
}
