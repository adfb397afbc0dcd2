import { execFile } from 'node:child_process';

/** What the runner asks of the checkout. Commits are full hashes; `undefined` is "there is none". */
export interface Git {
  isCheckout(): Promise<boolean>;
  resolve(ref: string): Promise<string | undefined>;
  /** The branch, or the commit when none is checked out. */
  whereWeAre(): Promise<{ readonly ref: string; readonly commit: string }>;
  /** Files that differ from the commit; files that git does not know are left out. */
  changedFiles(): Promise<readonly string[]>;
  /** `path` is relative to the folder. */
  read(commit: string, path: string): Promise<string | undefined>;
  has(commit: string, path: string): Promise<boolean>;
  describe(commit: string): Promise<string | undefined>;
  /** Tags matching a glob (`stable/*`), the newest first. */
  tags(pattern: string): Promise<readonly { readonly name: string; readonly commit: string }[]>;
  /** Newest first: commits reachable from `to` but not from `from`. */
  commitsBetween(
    from: string,
    to: string,
    which?: { readonly merges: boolean },
  ): Promise<readonly { readonly commit: string; readonly subject: string }[]>;
  mergeInProgress(): Promise<boolean>;
  abortMerge(): Promise<Did>;
  checkout(ref: string): Promise<Did>;
}

export interface Did {
  readonly ok: boolean;
  readonly said: string;
}

export function openGit(folder: string, environment: Readonly<Record<string, string>>): Git {
  const git = (...words: string[]): Promise<Did> =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 };
      execFile('git', words, options, (error, stdout, stderr) => {
        resolve({ ok: error === null, said: error === null ? stdout : `${stdout}${stderr}`.trim() || error.message });
      });
    });
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
    mergeInProgress: async () => (await resolve('MERGE_HEAD')) !== undefined,
    abortMerge: () => git('merge', '--abort'),
    checkout: (ref) => git('checkout', '--quiet', ref, '--'),
  };
}

const lines = (text: string | undefined): readonly string[] =>
  text === undefined || text === '' ? [] : text.split('\n');
