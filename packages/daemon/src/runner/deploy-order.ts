import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { DeploymentView } from '@daywatch/shared/api/views.ts';
import type { RunnerPhase, Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { EnvironmentPlan, Plan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Millis } from '@daywatch/shared/vocabulary/time.ts';

/** What a person asked for. */
export interface DeployOrder {
  readonly plan: Plan;
  /** The plan as it stands in its file, for the daemon. */
  readonly planText: string;
  readonly planFile: string;
  readonly environment: EnvironmentPlan;
  /** Those that are deployed, of a release that has several; all when left out. */
  readonly services?: readonly string[];
  /** The deployment's id: a new one, or the one to go on with. */
  readonly id: string;
  readonly resume: boolean;
  readonly override?: string;
  /** The commit that was agreed to, perhaps shortened. */
  readonly expected?: string;
  readonly signOffPatience: Millis;
  /** Asks the person; a deployment that needs no asking answers true. */
  readonly confirm: (preview: RunnerPreview) => Promise<boolean>;
}

/** A deployment that this runner holds. */
export interface Begun {
  readonly deployment: DeploymentView;
  readonly runnerToken: string;
  readonly version: Version;
  /** The phase to begin with: a later one than the preflight when an interrupted deployment goes on. */
  readonly from: RunnerPhase;
  /** The last version whose watch ended well. */
  readonly lastStable?: Version;
  /** Commits that were rolled back: nothing goes back to them. */
  readonly rolledBack?: readonly string[];
}
