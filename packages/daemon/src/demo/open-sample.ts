import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DemoFailure } from './demo-failure.ts';
import { freePort } from './machine/free-port.ts';
import { temporaryFolder } from './machine/temporary-folder.ts';
import { expectEmpty } from './sample-folder.ts';
import { sampleReleases, writeSampleRepository } from './sample-repository.ts';
import { runWell, type Workshop } from './workshop.ts';

type Place = Pick<Workshop, 'folder' | 'environment' | 'clock' | 'signal'>;

/** A service of its own in a folder of the person's: nothing of it needs this program's repository, or a network. */
export interface Sample {
  readonly folder: string;
  /** Where its first version answers. */
  readonly url: string;
  readonly releases: readonly string[];
}

const plan = 'daywatch.yaml';

/** Writes the sample into a folder that must be empty, and puts its first version into production. */
export async function openSample(place: Place, watchFor: string): Promise<Sample> {
  const { folder } = place;
  await expectEmpty(folder);
  await expectTools(place);
  const port = String(await freePort());
  // An editor may have the folder open: its git must not meet ours at work, and it begins as soon as there is a plan.
  const draft = temporaryFolder('sample');
  try {
    await writeSampleRepository({ ...place, folder: draft }, { port, watchFor });
    await mkdir(folder, { recursive: true });
    await cp(draft, folder, { recursive: true, filter: (path) => basename(path) !== plan });
    await runWell('Deploying the sample', { ...place, command: ['sh', 'deploy-production.sh'] }, place);
    await cp(join(draft, plan), join(folder, plan));
  } catch (cause) {
    await clear(folder).catch(() => undefined);
    throw cause;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { folder, url: `http://127.0.0.1:${port}`, releases: sampleReleases };
}

/** It held nothing of the person's, and can be tried again. What already runs for the sample ends with its files. */
async function clear(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
}

async function expectTools(place: Place): Promise<void> {
  const command = ['sh', '-c', 'git --version && node --version && tar --version'];
  await runWell('Looking for git, node and tar', { ...place, folder: tmpdir(), command }, place).catch((cause) => {
    if (!(cause instanceof DemoFailure)) throw cause;
    const hint = `The sample is deployed as a small service would be: by a shell script that needs git, node and tar.\n${cause.hint ?? ''}`;
    throw new DemoFailure('The sample cannot run here.', { hint, cause });
  });
}
