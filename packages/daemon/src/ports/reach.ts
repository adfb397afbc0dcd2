export type FoundPath = { readonly path: string } | { readonly refused: string };

/** What one source of a plan may use of the machine that Daywatch runs on. */
export interface Reach {
  /** It stands word for word in a plan on this machine's own disk: it may use whatever this machine knows. */
  readonly own: boolean;
  /** Why variables of the environment may not be put into it; `undefined` when they may. */
  refusal(variables: readonly string[]): string | undefined;
  /** Where a file or folder is, from the plan's own folder; or why it may not be read. */
  find(written: string, by: 'source' | 'criterion'): FoundPath;
}
