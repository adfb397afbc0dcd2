import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { ChecklistItem, EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { type Millis, rfc3339, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Finding, RunnerLook } from '../ports/checklist-item.ts';
import type { StepResult } from '../ports/step.ts';
import { narrate } from './run-step.ts';
import type { RunnerTools, Session } from './session.ts';

/** An item that the runner looks at. */
export type OwnItem = Extract<ChecklistItem, { by: 'runner' | 'daemon' }>;
export const isOwn = (item: ChecklistItem): item is OwnItem => item.by === 'runner';

export interface LookOrder {
  readonly item: OwnItem;
  readonly plan: EnvironmentPlan;
  readonly version: Version;
  readonly lastStable?: Version;
  /** Commits that were rolled back: nothing goes back to them. */
  readonly rolledBack?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** How long it is waited for what may pass by itself. */
  readonly patience: Millis;
  readonly session: Pick<Session, 'say'>;
  readonly tools: RunnerTools;
}

/** What may pass by itself is looked at again after so long. */
const lookAgainAfter = seconds(10);

/** Looks at one item, as a step of the preflight, and says what was found. */
export async function lookAtItem(order: LookOrder): Promise<void> {
  const { item, patience, session, tools } = order;
  const { clock, mask, signal } = tools;
  const tell = (finding: Finding) =>
    session.say({
      type: 'checked',
      item: item.id,
      state: finding.state,
      because: mask(finding.because).slice(0, 4_000),
      at: rfc3339(clock.now()),
      ...(finding.state === 'asks' && { role: finding.role }),
    });
  const narration = { phase: 'preflight', id: item.id, title: item.title, mask, clock, say: session.say } as const;
  await narrate(narration, async (onOutput) => {
    const began = clock.elapsed();
    let told = '';
    for (;;) {
      const finding = await look(order, onOutput);
      const ended = resultOf(finding, signal.aborted);
      // A look that was broken off has found nothing.
      if (ended.outcome === 'interrupted') return ended;
      if (finding.because !== told) tell(finding);
      if (finding.state !== 'waiting' || clock.elapsed() - began >= patience) return ended;
      if (finding.because !== told) onOutput(`${finding.because}; looking again\n`);
      told = finding.because;
      await clock.sleep(lookAgainAfter, signal);
    }
  });
}

async function look(order: LookOrder, onOutput: (text: string) => void): Promise<Finding> {
  const { item, plan, version, lastStable, rolledBack, variables, tools } = order;
  const { folder, git, clock, signal } = tools;
  const tool: RunnerLook = {
    folder,
    git,
    plan,
    version,
    ...(lastStable && { lastStable }),
    ...(rolledBack && { rolledBack }),
    clock,
    timeout: item.timeout,
    signal: AbortSignal.any([signal, clock.timeout(item.timeout)]),
    command: (line, place) => runCommand(line, place?.folder ?? folder, { item, variables, tools, onOutput }),
    onOutput,
  };
  const kind = tools.checklistKinds.find(({ type }) => type === item.type);
  const answerer = kind?.answerer(item.options);
  if (answerer?.by !== 'runner') throw new Error(`the runner cannot look at an item of the kind "${item.type}"`);
  try {
    return await answerer.look(tool);
  } catch (cause) {
    // A look must not reject: a bug of its kind is told as what it is, and stops nobody else.
    return {
      state: 'failed',
      because: `a fault in looking: ${cause instanceof Error ? cause.message : String(cause)}`,
    };
  }
}

async function runCommand(
  line: string,
  folder: string,
  {
    item,
    variables,
    tools,
    onOutput,
  }: Pick<LookOrder, 'item' | 'variables' | 'tools'> & { readonly onOutput: (text: string) => void },
): Promise<StepResult & { readonly output: string }> {
  const kind = tools.stepKinds.find(({ type }) => type === 'run');
  if (kind === undefined) throw new Error('there is no step that runs a command');
  const { environment, outbound, clock, signal } = tools;
  let output = '';
  const result = await kind.execute(
    { run: line },
    {
      folder,
      variables,
      environment,
      timeout: item.timeout,
      signal,
      outbound,
      clock,
      onOutput(text) {
        output = `${output}${text}`.slice(-keptOutput);
        onOutput(text);
      },
    },
  );
  return { ...result, output };
}

const keptOutput = 1_000_000;

/** How the look ended as a step: that a person is asked for is no fault of it. */
function resultOf(finding: Finding, aborted: boolean): StepResult {
  if ('ended' in finding && finding.ended !== undefined) return finding.ended;
  if (aborted) return { outcome: 'interrupted', exitCode: null, because: 'interrupted' };
  const outcome = finding.state === 'passed' || finding.state === 'asks' ? 'passed' : 'failed';
  return { outcome, exitCode: null, because: finding.because };
}
