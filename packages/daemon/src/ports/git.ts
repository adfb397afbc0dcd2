/** What is asked of a checkout. Commits are full hashes; `undefined` is "there is none". */
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
  /** Files that git does not know, without those that it is told to ignore. */
  unknownFiles(): Promise<readonly string[]>;
  /** What a branch follows: `origin/staging` of `origin`. */
  upstream(branch: string): Promise<{ readonly ref: string; readonly remote: string } | undefined>;
  /** Learns what a remote has; asks nobody for a password. */
  fetch(remote: string, signal: AbortSignal): Promise<Did>;
  /** Tries a merge without touching the checkout: the files that would be in conflict, or why it could not be tried. */
  tryMerge(
    into: string,
    from: string,
  ): Promise<{ readonly conflicts: readonly string[] } | { readonly failed: string }>;
  /** Whether all that `ancestor` has is in `descendant` too. */
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Not all of the history is here: what is not found may exist all the same. */
  isShallow(): Promise<boolean>;
  /** Every file below a folder as a commit has it; paths are relative to that folder. */
  files(commit: string, folder: string): Promise<readonly { readonly path: string; readonly text: string }[]>;
  /** Works in a copy of the checkout at a commit, which is taken away afterwards; `failed` when there can be none. */
  withCopy<T>(
    commit: string,
    work: (folder: string) => Promise<T>,
  ): Promise<{ readonly value: T } | { readonly failed: string }>;
  /** Makes an annotated tag. */
  tag(name: string, commit: string, message: string): Promise<Did>;
  pushTag(remote: string, name: string, signal: AbortSignal): Promise<Did>;
  /** Tags that a remote has, with the commits they point at; `failed` when it does not answer. */
  remoteTags(
    remote: string,
    pattern: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly name: string; readonly commit: string }[] | { readonly failed: string }>;
  /** Where this checkout keeps what is its own. */
  ownFolder(): Promise<string | undefined>;
  mergeInProgress(): Promise<boolean>;
  abortMerge(): Promise<Did>;
  checkout(ref: string): Promise<Did>;
}

export interface Did {
  readonly ok: boolean;
  readonly said: string;
}
