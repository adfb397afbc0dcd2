import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Git } from '../ports/git.ts';
import type { RunGit } from './git.ts';

interface Place {
  readonly run: RunGit;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a commit holds, without checking it out. */
export function gitTrees({
  run,
  folder,
  environment,
}: Place): Pick<Git, 'isAncestor' | 'isShallow' | 'files' | 'withCopy'> {
  return {
    isAncestor: async (ancestor, descendant) =>
      (await run(['merge-base', '--is-ancestor', '--end-of-options', ancestor, descendant])).ok,
    isShallow: async () => (await run(['rev-parse', '--is-shallow-repository'])).said.trim() === 'true',
    async files(commit, below) {
      const inside = `${below.replace(/^\.\//, '').replace(/\/+$/, '')}/`;
      const listed = await run(['ls-tree', '-r', '-z', commit, inside]);
      if (!listed.ok) throw new Error(listed.said);
      // `100644 blob <object>`, a tab, the path.
      const blobs = listed.said.split('\0').flatMap((entry) => {
        const tab = entry.indexOf('\t');
        const [, type, object] = entry.slice(0, tab).split(' ');
        return type === 'blob' && object ? [{ object, path: entry.slice(tab + 1 + inside.length) }] : [];
      });
      const texts = await readBlobs(blobs.map(({ object }) => object));
      return blobs.map(({ path }, place) => ({ path, text: texts[place] ?? '' }));
    },
    async withCopy(commit, work) {
      const parent = await mkdtemp(join(tmpdir(), 'daywatch-rehearsal-'));
      const copy = join(parent, 'checkout');
      try {
        const made = await run(['worktree', 'add', '--detach', '--quiet', copy, commit]);
        if (!made.ok) return { failed: made.said };
        // The plan may stand in a folder of the repository.
        const { said: prefix } = await run(['rev-parse', '--show-prefix']);
        return { value: await work(join(copy, prefix.trim())) };
      } finally {
        await run(['worktree', 'remove', '--force', copy]);
        await rm(parent, { recursive: true, force: true });
        await run(['worktree', 'prune']);
      }
    },
  };

  /** All in one process: a folder may hold hundreds. */
  function readBlobs(objects: readonly string[]): Promise<readonly string[]> {
    if (objects.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const child = spawn('git', ['cat-file', '--batch'], {
        cwd: folder,
        env: environment,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0) resolve(textsIn(Buffer.concat(chunks)));
        else reject(new Error(`git cat-file ended with ${code}`));
      });
      child.stdin.end(objects.map((object) => `${object}\n`).join(''));
    });
  }
}

/** `<object> blob <bytes>`, the bytes, and a newline; one after the other. */
function textsIn(answer: Buffer): readonly string[] {
  const texts: string[] = [];
  for (let place = 0; place < answer.length; ) {
    const end = answer.indexOf(0x0a, place);
    const size = Number(answer.subarray(place, end).toString('utf8').split(' ')[2]);
    if (!Number.isInteger(size)) throw new Error('git cat-file answered something that is no object');
    texts.push(answer.subarray(end + 1, end + 1 + size).toString('utf8'));
    place = end + 1 + size + 1;
  }
  return texts;
}
