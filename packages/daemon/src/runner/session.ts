import type { Client } from '@daywatch/shared/client/client.ts';
import type { RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import { seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { ChecklistKind } from '../ports/checklist-item.ts';
import type { Git } from '../ports/git.ts';
import type { Ending } from './ending.ts';
import { createReporter, longestAbsence, type Reporter } from './reporter.ts';
import type { StepTools } from './run-step.ts';
import type { RunnerEvent, Tell } from './runner-event.ts';

/** The daemon, as far as a runner speaks with it. */
export interface Daemon {
  readonly client: Pick<
    Client,
    | 'environment'
    | 'registerPlan'
    | 'beginDeployment'
    | 'prepareDeployment'
    | 'resumeDeployment'
    | 'beginRollback'
    | 'deployment'
    | 'lookAtChecklist'
    | 'override'
  >;
  /** The same daemon, spoken to with the token of one deployment. */
  reporting(runnerToken: string): Pick<Client, 'reportProgress'>;
}

export interface RunnerTools extends StepTools {
  readonly checklistKinds: readonly ChecklistKind[];
  readonly git: Git;
  readonly daemon: Daemon;
  readonly tell: Tell;
}

/** One runner at work on one deployment: all that it says goes to the terminal and to the daemon. */
export interface Session {
  readonly say: Tell;
  /** Steps that an earlier attempt has passed: `phase/step`. */
  readonly passed: ReadonlySet<string>;
  /** Why no further phase may begin. */
  stopped(): Ending | undefined;
  /** Waits until the daemon has heard all that was said, or has been away for too long. */
  heard(): Promise<void>;
  /** Does the work, brings the last reports to the daemon, and ends. A bug in the work is an interruption for the daemon. */
  end(work: () => Promise<Ending | undefined>): Promise<Ending>;
}

export interface SessionOrder {
  readonly deployment: string;
  readonly runnerToken: string;
  readonly passed: ReadonlySet<string>;
  /** The command that goes on with it. */
  readonly resume: string;
  readonly tools: RunnerTools;
}

export function openSession({ deployment, runnerToken, passed, resume, tools }: SessionOrder): Session {
  const { clock, tell, daemon, signal } = tools;
  const client = daemon.reporting(runnerToken);
  const reporter: Reporter = createReporter({ deployment, client, clock, tell });
  const goOn = `Go on with it: ${resume}`;
  function stopped(): Ending | undefined {
    if (signal.aborted) return { type: 'interrupted', because: String(signal.reason), hint: goOn };
    const refusal = reporter.refused();
    if (refusal !== undefined) return { type: 'failed', because: `The daemon takes no more reports: ${refusal}` };
    if (reporter.awayFor() < longestAbsence) return undefined;
    return { type: 'unknown', because: 'The daemon has been away for more than two minutes.', hint: goOn };
  }

  async function conclude(ending: Ending): Promise<Ending> {
    if (ending.type === 'interrupted' || ending.type === 'unknown') {
      reporter.report({ type: 'interrupted', because: ending.because });
    }
    const arrived = await (ending.type === 'done'
      ? reporter.delivered(longestAbsence, signal)
      : reporter.delivered(seconds(5)));
    const refusal = reporter.refused();
    await reporter.close();
    // Nobody shall have to wait until its silence tells that this runner has ended.
    if (refusal !== undefined)
      await client.reportProgress({ deployment, body: { reports: [{ type: 'interrupted', because: refusal }] } });
    if (arrived || ending.type !== 'done') return ending;
    return {
      type: 'unknown',
      because: refusal ?? 'Everything was done, but the daemon could not be told: it is away.',
      hint: goOn,
    };
  }

  return {
    passed,
    say(event) {
      tell(event);
      const report = reportOf(event);
      if (report !== undefined) reporter.report(report);
    },
    stopped,
    async heard() {
      await reporter.delivered(longestAbsence, signal);
    },
    async end(work) {
      try {
        return await conclude(stopped() ?? (await work()) ?? stopped() ?? { type: 'done' });
      } catch (cause) {
        await conclude({ type: 'interrupted', because: `a fault of the runner: ${String(cause)}`, hint: goOn });
        throw cause;
      }
    },
  };
}

export const stepKey = (phase: RunnerPhase, step: string): string => `${phase}/${step}`;

function reportOf(event: RunnerEvent): RunnerReport | undefined {
  switch (event.type) {
    case 'checked':
    case 'phase-started':
    case 'step-started':
    case 'step-output':
    case 'phase-finished':
    case 'interrupted':
      return event;
    case 'step-finished': {
      const { because: _, ...report } = event;
      return report;
    }
    case 'begun':
    case 'step-skipped':
    case 'waiting-for-checklist':
    case 'item-fulfilled':
    case 'warning':
    case 'daemon-away':
    case 'daemon-back':
      return undefined;
  }
}
