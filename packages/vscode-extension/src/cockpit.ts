import type { Client } from '@daywatch/shared/client/client.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import type { Daemon, Program } from './daemon.ts';
import type { Model } from './model.ts';
import type { Settings } from './settings.ts';

/** What commands and views work with. */
export interface Cockpit {
  readonly program: Program;
  now(): Instant;
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

/** Its schemas are most of what the extension would have to load: they come with the first call. */
export async function clientOf(cockpit: Cockpit): Promise<Client> {
  const { url, token } = cockpit.daemon();
  const { createClient } = await import('@daywatch/shared/client/client.ts');
  return createClient({ url, ...(token !== undefined && { token }) });
}
