import type { AnnouncementNote } from './announce.ts';
import type { Check } from './checked.ts';
import type { DeploymentEvent } from './deployment-event.ts';
import type {
  DecisionWord,
  Phase,
  PlannedStep,
  RecoveryOutcome,
  RunnerPhase,
  StepOutcome,
  Version,
} from './deployment-words.ts';
import type { Millis } from './time.ts';

export interface StepState extends PlannedStep {
  readonly state: 'waiting' | 'running' | StepOutcome;
  readonly startedAt?: string;
  readonly exitCode?: number | null;
  readonly seconds?: number;
  readonly tail?: string;
}

export interface RollbackAttempt {
  readonly at: string;
  readonly by: string;
  readonly endedAt?: string;
  readonly automatic?: true;
}

export interface RecoveryWatch {
  readonly startedAt: string;
  readonly for: string;
  /** Criteria that were failing before. */
  readonly first: readonly string[];
  readonly ended?: { readonly at: string; readonly outcome: RecoveryOutcome; readonly because: readonly string[] };
}

export interface WatchExtension {
  readonly at: string;
  /** A duration: `2h`. */
  readonly by: string;
  readonly extends: 'watch' | 'latest-end';
  /** In milliseconds, with the time in which the watch waited for the decision. */
  readonly adds: Millis;
}

export interface Aftermath {
  /** Its name in the folder where the daemon keeps its data. */
  readonly report?: string;
  readonly ticket?:
    | { readonly state: 'opened'; readonly in: string; readonly url?: string }
    | { readonly state: 'failed'; readonly in: string; readonly because: string };
  readonly nextWindow?: {
    readonly opensAt: string;
    readonly closesAt: string;
    readonly timeZone: string;
    readonly because: string;
  };
}

export interface SignOff {
  readonly by: string;
  readonly role: string;
  readonly at: string;
  readonly note?: string;
  readonly commit?: string;
  readonly planHash?: string;
  readonly standIn?: true;
}

export interface Override {
  /** The id of an item, `window`, or `everything`. */
  readonly what: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** A deployment as its events have made it. */
export interface Deployment {
  readonly id: string;
  readonly environment: string;
  readonly service: string;
  /** Those that are deployed, of a release that has several. */
  readonly services?: readonly string[] | undefined;
  readonly phase: Phase;
  readonly version: Version;
  /** Of the plan that it was requested with, or is watched with since. */
  readonly planHash: string;
  readonly deployedBy: string;
  readonly requestedAt: string;
  readonly rollbackTarget?: Version | undefined;
  readonly steps: readonly StepState[];
  /** By item; those that hold. */
  readonly signOffs: Readonly<Record<string, SignOff>>;
  /** By item; the last one that was voided, until it is signed again. */
  readonly voidedSignOffs?: Readonly<Record<string, SignOff & { readonly because: string }>>;
  /** By item; the last look at each. */
  readonly checks?: Readonly<Record<string, Check>>;
  readonly overrides?: readonly Override[];
  /** It was planned beforehand: `waiting` for a runner to take it up, or `taken-up`. */
  readonly prepared?: {
    readonly state: 'waiting' | 'taken-up';
    readonly by: string;
    readonly at: string;
    /** Why the last runner that took it up did not get beyond the checklist. */
    readonly lastAttempt?: string;
  };
  /** What the runner is doing now, or was doing when it fell silent. */
  readonly runnerPhase?: RunnerPhase;
  /** When the deploy's last step ended: the watch counts from here. */
  readonly finishedAt?: string;
  readonly watchStartedAt?: string;
  /** The last one, without its evidence. */
  readonly verdict?: Omit<Extract<DeploymentEvent, { type: 'verdict-changed' }>, 'evidence'>;
  /** When the first step of the deploy began. */
  readonly deployStartedAt?: string;
  /** How much longer people wanted it to be watched, in order. */
  readonly extensions?: readonly WatchExtension[];
  /** Its watch ended undecided, and nobody has decided since. */
  readonly waitsForDecision?:
    | { readonly since: string; readonly because: readonly string[]; readonly sawTooLittle?: true }
    | undefined;
  readonly overruns?: readonly {
    readonly what: 'expected' | 'window';
    readonly at: string;
    readonly because: string;
  }[];
  /** What was done after it had ended. */
  readonly aftermath?: Aftermath;
  /** Silences that were in force in its watch; there once there was one. */
  readonly silences?: readonly { readonly id: string; readonly criterion: string; readonly ended: boolean }[];
  readonly blindGaps: readonly { readonly from: string; readonly until: string }[];
  /** What was told to whom; there once something was. */
  readonly announcements?: readonly AnnouncementNote[];
  readonly decisions: readonly {
    readonly decision: DecisionWord;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
  }[];
  readonly rollback?: {
    readonly target: Version;
    readonly requestedBy: string;
    readonly requestedAt: string;
    readonly finishedAt?: string;
    readonly reason?: string;
    readonly failing?: readonly string[];
    /** The short watch that shows whether the version before is well again. */
    readonly watch?: RecoveryWatch;
  };
  /** The rollback that people are asked for, until it begins or somebody decides. */
  readonly rollbackAsked?: { readonly by: string; readonly at: string; readonly reason: string } | undefined;
  /** Every attempt to roll it back, in order. */
  readonly rollbackAttempts?: readonly RollbackAttempt[];
  readonly automaticRollback?: {
    readonly offeredAt: string;
    readonly because: readonly string[];
    /** The runner that took it: there is never a second one. */
    readonly taken?: { readonly at: string; readonly runner: string; readonly host: string };
  };
  readonly tag?: { readonly name: string; readonly pushedTo?: string };
  /** Why it ended as it did. */
  readonly because?: string;
  readonly endedAt?: string;
  readonly sequence: number;
}
