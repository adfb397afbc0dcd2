import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoFailure } from './demo-failure.ts';

/** In `package.json` of the sample. */
const sampleName = 'daywatch-sample';

/** Refuses a folder that holds anything: nothing of the person's is ever mixed with the sample, or overwritten. */
export async function expectEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    const because = cause.code === 'ENOTDIR' ? 'is a file' : `cannot be read (${cause.code})`;
    throw new DemoFailure(`${folder} ${because}.`, { hint: 'Name a folder that is empty or new.', wrongPlace: true });
  });
  if (names.length === 0) return;
  throw new DemoFailure(`${folder} is not empty, so nothing was written into it.`, {
    hint: 'Name a folder that is empty or new.',
    wrongPlace: true,
  });
}

/** Refuses a folder that is not the sample: nothing else is ended. */
export async function expectSample(folder: string): Promise<void> {
  const found = await readFile(join(folder, 'package.json'), 'utf8').then(nameIn, () => undefined);
  if (found === sampleName) return;
  throw new DemoFailure(`${folder} is not the sample of the demo, so nothing was ended.`, {
    hint: 'Name the folder that `daywatch demo --project` has written.',
    wrongPlace: true,
  });
}

function nameIn(text: string): unknown {
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest ? manifest.name : undefined;
  } catch {
    return undefined;
  }
}
