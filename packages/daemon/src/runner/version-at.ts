import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { Git } from '../ports/git.ts';

const readable = /^[\w.+-]{1,64}$/;
/** What package.json says when nobody counts versions there. */
const unused = '0.0.0';

/** What a commit is called: its package's version, else the nearest tag, else the short commit. */
export async function versionAt(commit: string, git: Git): Promise<Version> {
  const version = versionIn(await git.read(commit, 'package.json')) ?? (await git.describe(commit));
  return { version: version ?? commit.slice(0, 7), commit };
}

function versionIn(packageText: string | undefined): string | undefined {
  if (packageText === undefined) return undefined;
  try {
    const { version } = JSON.parse(packageText) as { version?: unknown };
    return typeof version === 'string' && readable.test(version) && version !== unused ? version : undefined;
  } catch {
    return undefined;
  }
}
