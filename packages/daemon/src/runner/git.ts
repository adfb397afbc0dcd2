import { execFile } from 'node:child_process';
import type { Did, Git } from '../ports/git.ts';
import { gitTags } from './git-tags.ts';
import { gitTrees } from './git-trees.ts';

export interface Said extends Did {
  /** `null` when it did not end by itself. */
  readonly code: number | null;
}

export type RunGit = (words: readonly string[], signal?: AbortSignal) => Promise<Said>;

export function openGit(folder: string, environment: Readonly<Record<string, string>>): Git {
  const run: RunGit = (words, signal) =>
    new Promise((resolve) => {
      const env = { ...environment, GIT_TERMINAL_PROMPT: '0' };
      const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024, ...(signal && { signal }) };
      execFile('git', words, options, (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : null;
        if (error === null) resolve({ ok: true, code: 0, said: stdout });
        else resolve({ ok: false, code, said: `${stdout}${stderr}`.trim() || error.message });
      });
    });
  const git = (...words: string[]): Promise<Said> => run(words);
  const line = async (...words: string[]): Promise<string | undefined> => {
    const { ok, said } = await git(...words);
    return ok ? said.trim() : undefined;
  };
  const resolve = (ref: string) => line('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  return {
    isCheckout: async () => (await line('rev-parse', '--is-inside-work-tree')) === 'true',
    resolve,
    async whereWeAre() {
      const commit = await resolve('HEAD');
      if (commit === undefined) throw new Error(`git finds no commit in ${folder}`);
      return { commit, ref: (await line('symbolic-ref', '--short', '--quiet', 'HEAD')) ?? commit };
    },
    async changedFiles() {
      const { ok, said } = await git('status', '--porcelain', '--untracked-files=no', '-z');
      if (!ok) throw new Error(said);
      return said
        .split('\0')
        .filter((entry) => /^.. ./.test(entry))
        .map((entry) => entry.slice(3));
    },
    async read(commit, path) {
      const { ok, said } = await git('show', `${commit}:./${path}`);
      return ok ? said : undefined;
    },
    has: async (commit, path) => (await git('cat-file', '-e', `${commit}:./${path}`)).ok,
    describe: (commit) => line('describe', '--tags', commit),
    async tags(pattern) {
      const format = '%(refname:strip=2) %(objectname) %(*objectname)';
      const listed = await line(
        'tag',
        '--list',
        pattern,
        '--sort=-version:refname',
        '--sort=-creatordate',
        `--format=${format}`,
      );
      // An annotated tag is an object of its own; what it points at comes last.
      return lines(listed).map((text) => {
        const [name = '', object = '', pointsAt] = text.split(' ');
        return { name, commit: pointsAt || object };
      });
    },
    async commitsBetween(from, to, { merges } = { merges: true }) {
      const more = merges ? [] : ['--no-merges'];
      const listed = await line('log', '--format=%h %s', ...more, '--end-of-options', `${from}..${to}`);
      return lines(listed).map((text) => {
        const space = text.indexOf(' ');
        return { commit: text.slice(0, space), subject: text.slice(space + 1) };
      });
    },
    async unknownFiles() {
      const { ok, said } = await git('ls-files', '--others', '--exclude-standard', '-z');
      if (!ok) throw new Error(said);
      return said.split('\0').filter((file) => file !== '');
    },
    async upstream(branch) {
      const format = '%(upstream:short) %(upstream:remotename)';
      const told = await line('for-each-ref', `--format=${format}`, `refs/heads/${branch}`);
      const [ref, remote] = told?.split(' ') ?? [];
      return ref && remote ? { ref, remote } : undefined;
    },
    fetch: (remote, signal) => run(['fetch', '--quiet', '--end-of-options', remote], signal),
    async tryMerge(into, from) {
      const options = ['--write-tree', '--name-only', '--no-messages', '-z'];
      const { ok, code, said } = await git('merge-tree', ...options, '--end-of-options', into, from);
      // With conflicts it ends with 1, and tells the tree that it made and then the files.
      if (ok) return { conflicts: [] };
      if (code === 1) return { conflicts: [...new Set(said.split('\0').slice(1))].filter((file) => file !== '') };
      return { failed: said };
    },
    ...gitTrees({ run, folder, environment }),
    ...gitTags({ run }),
    ownFolder: () => line('rev-parse', '--absolute-git-dir'),
    mergeInProgress: async () => (await resolve('MERGE_HEAD')) !== undefined,
    abortMerge: () => git('merge', '--abort'),
    checkout: (ref) => git('checkout', '--quiet', ref, '--'),
  };
}

const lines = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.split('\n');
