import type { RunnerPhase, Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';

export interface Target extends Version {
  /** What the steps check out: a tag that points at the commit, else the commit. */
  readonly ref: string;
}

/** What the checklist still waits for. */
export interface OpenItem {
  readonly item: string;
  readonly title: string;
  readonly because: string;
  /** Whose signature it takes. */
  readonly role?: string;
}

/** What the runner says while it works, to whoever shows it: its reports to the daemon, and what only a person wants to know. */
export type RunnerEvent =
  | {
      readonly type: 'begun';
      readonly what: 'deploy' | 'rollback' | 'verify';
      readonly service: string;
      readonly environment: string;
      readonly version: Version;
      /** Where a rollback goes to, or would go to. */
      readonly target?: Version;
      readonly deployment?: string;
      readonly resumed?: boolean;
    }
  | Exclude<RunnerReport, { type: 'heartbeat' | 'step-finished' }>
  | (Extract<RunnerReport, { type: 'step-finished' }> & { readonly because: string })
  /** A step of an earlier attempt that need not run again. */
  | { readonly type: 'step-skipped'; readonly phase: RunnerPhase; readonly step: string; readonly title: string }
  | { readonly type: 'waiting-for-checklist'; readonly open: readonly OpenItem[] }
  /** People signed it, or the daemon found it so. */
  | { readonly type: 'item-fulfilled'; readonly item: string; readonly title: string; readonly because: string }
  | { readonly type: 'warning'; readonly text: string }
  | { readonly type: 'daemon-away'; readonly because: string }
  | { readonly type: 'daemon-back' };

export type Tell = (event: RunnerEvent) => void;
