import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentView } from '@daywatch/shared/api/views.ts';
import { type Client, createClient } from '@daywatch/shared/client/client.ts';
import { follow } from '@daywatch/shared/client/follow.ts';
import { failureText, type Result } from '@daywatch/shared/client/result.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { type Connection, readConnection } from '../connection-file.ts';
import { startChild } from './child.ts';
import { DemoFailure } from './demo-failure.ts';
import type { RunsAt } from './shop.ts';
import type { Workshop } from './workshop.ts';

export const production = 'production';

export interface DaemonProcess {
  readonly client: Client;
  /** With the token in its fragment, which browsers keep to themselves. */
  readonly dashboard: string;
  /** The first state of production that `found` accepts; each one on the way goes to `look`. */
  until(found: (view: EnvironmentView) => boolean, look?: (view: EnvironmentView) => void): Promise<EnvironmentView>;
  stop(): Promise<void>;
}

/** `daywatch serve` with the shop's plan, on a free port and with its own data. */
export async function startDaemonProcess(shop: RunsAt, workshop: Workshop): Promise<DaemonProcess> {
  const { daywatch, clock, signal } = workshop;
  const child = startChild({
    command: [...daywatch, 'serve', '--host', '127.0.0.1', '--port', '0', '--data', '.daywatch', '--embedded'],
    folder: shop.folder,
    environment: shop.environment,
    clock,
  });
  try {
    const announced = await Promise.race([announcement(join(shop.folder, '.daywatch'), workshop), child.ended]);
    if (announced === null || typeof announced !== 'object') {
      throw new DemoFailure('The daemon does not start.', { hint: child.lastLines() });
    }
    const { url, tokenFile } = announced;
    const token = (await readFile(tokenFile, 'utf8')).trim();
    return {
      client: createClient({ url, token }),
      dashboard: `${url}/#token=${token}`,
      stop: child.stop,
      async until(found, look) {
        for await (const item of follow({ url, token, environment: production, signal })) {
          if (item.type !== 'environment') continue;
          look?.(item.environment);
          if (found(item.environment)) return item.environment;
        }
        signal.throwIfAborted();
        throw new Error('the stream has ended by itself');
      },
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}

async function announcement(data: string, { clock, signal }: Workshop): Promise<Connection | null> {
  const deadline = clock.elapsed() + seconds(30);
  while (clock.elapsed() < deadline) {
    signal.throwIfAborted();
    const found = readConnection(data);
    if (found !== undefined) return found;
    await clock.sleep(seconds(0.1), signal);
  }
  return null;
}

/** What the daemon answers; the demo cannot go on without. */
export function answered<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new DemoFailure(failureText(result.failure));
}
