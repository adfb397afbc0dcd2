import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Claim {
  /** The process of the window that shows it. */
  readonly pid: number;
  readonly at: number;
}

/** Claims on notices, numbered from 1 for each notice. */
export interface ClaimFolder {
  /** The number of the newest claim; 0 without any. */
  last(notice: string): Promise<number>;
  /** `undefined`: it cannot be read. */
  read(notice: string, number: number): Promise<Claim | undefined>;
  /** Whether it was made: `false` when there is one of this number by now. */
  make(notice: string, number: number, claim: Claim): Promise<boolean>;
}

const forgottenAfter = 7 * 24 * 60 * 60_000;

/** Claims as files of a folder that all windows of this person share. */
export function openClaimFolder(folder: string): ClaimFolder {
  // A daemon names its deployments as it likes: here the name stays a name.
  const fileOf = (notice: string, number: number) => `${encodeURIComponent(notice)}.${number}.json`;

  return {
    async last(notice) {
      const numbers = (await namesIn(folder)).map((name) => {
        const number = Number(name.split('.').at(-2));
        return name === fileOf(notice, number) ? number : 0;
      });
      return Math.max(0, ...numbers);
    },
    async read(notice, number) {
      try {
        return JSON.parse(await readFile(join(folder, fileOf(notice, number)), 'utf8')) as Claim;
      } catch {
        return undefined;
      }
    },
    async make(notice, number, claim) {
      await mkdir(folder, { recursive: true });
      await forgetOld(folder, claim.at);
      const path = join(folder, fileOf(notice, number));
      const whole = `${path}.${claim.pid}`;
      await writeFile(whole, JSON.stringify(claim));
      try {
        // Unlike a file that is created and then written, it is there with all that it says, or not at all.
        await link(whole, path);
        return true;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw cause;
      } finally {
        await rm(whole, { force: true });
      }
    },
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function forgetOld(folder: string, now: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    // Another window may have been quicker.
    const age = await stat(path).then(
      ({ mtimeMs }) => now - mtimeMs,
      () => 0,
    );
    if (age > forgottenAfter) await rm(path, { force: true });
  }
}
