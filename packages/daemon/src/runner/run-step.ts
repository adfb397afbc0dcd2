import type { RunnerPhase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { StepPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { inSeconds, millis } from '@daywatch/shared/vocabulary/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { StepKind, StepResult } from '../ports/step.ts';
import type { CheckoutLock } from './checkout-lock.ts';
import { createOutputTail } from './output-tail.ts';
import type { Tell } from './runner-event.ts';
import { fillIn } from './step-command.ts';

/** With what steps are run. */
export interface StepTools {
  readonly folder: string;
  readonly stepKinds: readonly StepKind[];
  readonly environment: Readonly<Record<string, string>>;
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Takes the secrets out of what steps print. */
  readonly mask: (text: string) => string;
  /** Keeps in mind what a step has started, for a runner that comes after this one was killed. */
  readonly onProcess?: CheckoutLock['onProcess'];
}

export interface StepOrder {
  readonly phase: RunnerPhase;
  readonly step: StepPlan;
  readonly variables: Readonly<Record<string, string>>;
  readonly tools: StepTools;
  readonly say: Tell;
}

/** Runs one step and says how it went. */
export async function runStep({ phase, step, variables, tools, say }: StepOrder): Promise<StepResult> {
  const kind = tools.stepKinds.find(({ type }) => type === step.type);
  if (kind === undefined) throw new Error(`the plan has a step of the unknown kind "${step.type}"`);
  const { folder, environment, outbound, clock, signal, mask } = tools;
  const title = fillIn(step.title, variables);
  const onProcess = tools.onProcess?.(title);
  return narrate({ phase, id: step.id, title, mask, clock, say }, (onOutput) =>
    kind.execute(step.options, {
      folder,
      variables,
      environment,
      timeout: step.timeout,
      signal,
      outbound,
      clock,
      onOutput,
      ...(onProcess && { onProcess }),
    }),
  );
}

export interface Narration {
  readonly phase: RunnerPhase;
  readonly id: string;
  readonly title: string;
  readonly mask: StepTools['mask'];
  readonly clock: Clock;
  readonly say: Tell;
}

/** A line that does not end is told in parts. */
const longestLine = 50_000;

/** Says when something begins, what it prints, and how it ended, in seconds and with the tail of its output. */
export async function narrate(
  { phase, id: step, title, mask, clock, say }: Narration,
  act: (onOutput: (text: string) => void) => Promise<StepResult>,
): Promise<StepResult> {
  const tail = createOutputTail();
  const began = clock.elapsed();
  let unfinished = '';
  // Whole lines only, so that no secret is cut in two before it is masked.
  const speak = (written: string) => {
    const text = mask(written);
    tail.add(text);
    say({ type: 'step-output', phase, step, text });
  };
  say({ type: 'step-started', phase, step, title });
  const result = await act((text) => {
    unfinished += text;
    const end = Math.max(unfinished.lastIndexOf('\n'), unfinished.lastIndexOf('\r')) + 1;
    const whole = end === 0 && unfinished.length > longestLine ? unfinished.length : end;
    if (whole > 0) speak(unfinished.slice(0, whole));
    unfinished = unfinished.slice(whole);
  });
  if (unfinished !== '') speak(unfinished);
  const because = mask(result.because);
  say({
    type: 'step-finished',
    phase,
    step,
    outcome: result.outcome,
    exitCode: result.exitCode,
    seconds: Math.round(inSeconds(millis(clock.elapsed() - began)) * 1_000) / 1_000,
    tail: tail.text(),
    because,
  });
  return { ...result, because };
}
