import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readConnection } from '../connection-file.ts';
import { planFileNames } from '../plan/load.ts';
import { dataFolderOf, type Surroundings } from '../settings.ts';
import { Complaint } from './complaint.ts';
import { exitCode } from './exit-code.ts';

export interface DaemonAddress {
  readonly url: string;
  readonly token?: string;
}

export interface DaemonOptions {
  readonly daemon?: string;
  readonly token?: string;
  readonly plan?: string;
}

/**
 * Where the daemon is: `--daemon`, DAYWATCH_URL, or what a daemon announced in `.daywatch` beside the plan.
 * A token goes only to the daemon that it was meant for: the announced one to the announced address, which must be
 * this machine; the user's own one to wherever the user said.
 */
export function findDaemon(options: DaemonOptions, surroundings: Surroundings): DaemonAddress {
  const { environment } = surroundings;
  // What is empty, as a CI's secret that is not there, was not given.
  const ownToken = options.token || environment.DAYWATCH_TOKEN || undefined;
  const said = options.daemon || environment.DAYWATCH_URL || undefined;
  const announced = readAnnounced(options, surroundings);
  if (said !== undefined) {
    if (!URL.canParse(said) || !/^https?:$/.test(new URL(said).protocol)) {
      throw new Complaint(`"${said}" is not the address of a daemon.`, {
        hint: 'Write it like http://127.0.0.1:4790',
        code: exitCode.wrongUse,
      });
    }
    const same = announced !== undefined && new URL(said).origin === new URL(announced.url).origin;
    const token = ownToken ?? (same ? announced.token : undefined);
    return { url: said, ...(token !== undefined && { token }) };
  }
  if (announced === undefined) {
    throw new Complaint('No daemon has announced itself for this folder.', {
      hint: 'Start one with `daywatch serve`, or say where it is: --daemon URL or DAYWATCH_URL.',
      code: exitCode.unknown,
    });
  }
  const token = ownToken ?? announced.token;
  return { url: announced.url, ...(token !== undefined && { token }) };
}

function readAnnounced({ plan }: DaemonOptions, { folder, environment }: Surroundings): DaemonAddress | undefined {
  const found = readConnection(dataFolderOf(planFolder(folder, plan), environment));
  // A file in a repository could name any address: it is not followed to another machine.
  if (found === undefined || !URL.canParse(found.url) || !isLoopback(new URL(found.url))) return undefined;
  try {
    return { url: found.url, token: readFileSync(found.tokenFile, 'utf8').trim() };
  } catch {
    return { url: found.url };
  }
}

const isLoopback = ({ hostname }: URL): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

/** The folder of the plan: named, or the nearest one upwards, or else the current folder. */
export function planFolder(folder: string, plan: string | undefined): string {
  if (plan !== undefined) return dirname(resolve(folder, plan));
  const found = findPlanFile(folder);
  return found === undefined ? resolve(folder) : dirname(found);
}

/** The nearest plan from a folder upwards. */
export function findPlanFile(folder: string): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    const found = planFileNames.map((name) => join(here, name)).find((file) => existsSync(file));
    if (found !== undefined || dirname(here) === here) return found;
  }
}
