import { join } from 'node:path';
import { createClient } from '@daywatch/shared/client/client.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import { readConnection } from '../connection-file.ts';
import { DemoFailure } from './demo-failure.ts';
import { expectSample } from './sample-folder.ts';
import { runWell, type Workshop } from './workshop.ts';

/** Ends what runs for the sample: the service, its customers, the daemon of its folder. Its files stay. */
export async function endSample(place: Pick<Workshop, 'folder' | 'environment' | 'clock' | 'signal'>): Promise<void> {
  await expectSample(place.folder);
  await runWell('Stopping the sample', { ...place, command: ['sh', 'stop-production.sh'] }, place);
  await endDaemon(place);
}

async function endDaemon({ folder, clock, signal }: Pick<Workshop, 'folder' | 'clock' | 'signal'>): Promise<void> {
  const announced = readConnection(join(folder, '.daywatch'));
  if (announced === undefined) return;
  const { url, pid } = announced;
  const answers = async () => {
    const health = await createClient({ url }).health();
    // It may have died, and its port or its number be another program's by now.
    return health.ok && health.value.pid === pid;
  };
  if (!(await answers())) return;
  process.kill(pid, 'SIGTERM');
  for (let tenths = 0; tenths < 100; tenths += 1) {
    if (!(await answers())) return;
    await clock.sleep(seconds(0.1), signal);
  }
  throw new DemoFailure(`The daemon at ${url} does not end.`, { hint: `Its process is ${pid}.` });
}
