import { inSeconds, type Millis } from '@daywatch/shared/vocabulary/time.ts';
import { formatValue } from '@daywatch/shared/vocabulary/units.ts';

/** One request of a run, as it went. Nothing in it is secret: what was kept is masked. */
export interface StepTrace {
  readonly id?: string;
  /** As the plan says it: `POST /orders/${order}`. */
  readonly line: string;
  /** `unknown`: it could not be asked, which is not the service's fault. */
  readonly state: 'passed' | 'failed' | 'unknown' | 'skipped';
  readonly took: Millis;
  readonly status?: number;
  /** What was wrong; when nothing was, absent. */
  readonly because?: string;
  /** What was sent: method and address. */
  readonly sent?: string;
  /** The beginning of the body that came back. */
  readonly came?: string;
  /** Names of what was kept. */
  readonly kept: readonly string[];
}

export interface WorkflowOutcome {
  readonly state: 'passed' | 'failed' | 'unknown';
  readonly steps: readonly StepTrace[];
  readonly cleanUp: readonly StepTrace[];
  /** How many steps the workflow has, `finally` not counted. */
  readonly length: number;
  /** From the first request to the last answer, without cleaning up. */
  readonly took: Millis;
}

const inWords = (span: Millis): string => formatValue(inSeconds(span), 's');

/** How a run went, in one sentence: `step 2 of 3, GET /me answered 500, expected 200: "…"`. */
export function outcomeInWords(outcome: WorkflowOutcome): string {
  const { state, steps, length, took, cleanUp } = outcome;
  const untidy = cleanUp.filter((step) => step.state === 'failed' || step.state === 'unknown');
  const tidying = untidy.map(({ line, because }) => `; cleaning up failed: ${line} ${because ?? ''}`).join('');
  if (state === 'passed') {
    const times = steps.map((step) => `${step.line} ${inWords(step.took)}`).join(', ');
    return `passed in ${inWords(took)}: ${times}${tidying}`;
  }
  const last = steps.at(-1);
  const where = `step ${steps.length} of ${length}, ${last?.line ?? 'the first'}`;
  return `${where} ${last?.because ?? 'failed'}${tidying}`;
}

const signs = { passed: 'ok  ', failed: 'FAIL', unknown: 'FAIL', skipped: 'skip' } as const;

/** A run for people who look for what went wrong, a line each. */
export function traceLines({ steps, cleanUp, length }: WorkflowOutcome): readonly string[] {
  const kept: string[] = [];
  const linesOf = (step: StepTrace): string[] => {
    const { state, line, status, took, because, sent, came } = step;
    const answered = status === undefined ? '' : ` → ${status} in ${inWords(took)}`;
    const keeps = step.kept.length === 0 ? '' : `; kept ${step.kept.map((name) => `${name}=***`).join(', ')}`;
    const head = `${signs[state]}  ${line}${answered}${state === 'passed' ? keeps : ''}`;
    const had = kept.length === 0 ? [] : [`had: ${kept.map((name) => `${name}=***`).join(', ')}`];
    kept.push(...step.kept);
    if (state === 'passed') return [head];
    const details = [
      ...(because === undefined ? [] : [because]),
      ...(state === 'skipped' || sent === undefined ? [] : [`sent: ${sent}`]),
      ...(came === undefined || because?.includes(came) ? [] : [`came: ${came}`]),
      ...(state === 'skipped' ? [] : had),
    ];
    return [head, ...details.map((detail) => `        ${detail}`)];
  };
  const notReached = length - steps.length;
  return [
    ...steps.flatMap(linesOf),
    ...(notReached === 0
      ? []
      : [`      ${notReached === 1 ? 'one step was' : `${notReached} steps were`} not reached`]),
    ...(cleanUp.length === 0 ? [] : ['      cleaning up:', ...cleanUp.flatMap(linesOf)]),
  ];
}
