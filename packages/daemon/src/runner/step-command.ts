import type { StepPlan } from '@daywatch/shared/vocabulary/plan.ts';

/** The command line of a step that runs one. */
export function commandOf({ type, options }: StepPlan): string | undefined {
  if (type !== 'run' || typeof options !== 'object' || options === null || !('run' in options)) return undefined;
  return typeof options.run === 'string' ? options.run : undefined;
}

export const isGitStep = (step: StepPlan): boolean => /^git\s/.test(commandOf(step)?.trim() ?? '');

/** Nothing has left the checkout when `failed` failed after `before`: only a push, or another program, reaches others. */
export const nothingLeft = (before: readonly StepPlan[], failed: StepPlan): boolean =>
  isGitAlone(failed) && before.every((step) => isGitAlone(step) && !/\bpush\b/.test(commandOf(step) ?? ''));

const isGitAlone = (step: StepPlan): boolean => isGitStep(step) && !/[;&|\n`]|\$\(/.test(commandOf(step) ?? '');

/** `git checkout main`: it only sets the scene for the steps after it, and may be done again at any time. */
export const setsTheScene = (step: StepPlan): boolean =>
  /^git\s+(?:checkout|switch)\s+[^-\s]\S*$/.test(commandOf(step)?.trim() ?? '');

/** The script of the checkout that a step starts with: `./deploy.sh --fast` → `deploy.sh`. */
export const scriptOf = (step: StepPlan): string | undefined =>
  /^\.\/([\w./-]+)/.exec(commandOf(step)?.trim() ?? '')?.[1];

/** For people: `git checkout ${ref}` → `git checkout stable/1.4.1`. What is executed is filled in by the shell. */
export const fillIn = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{(\w+)\}/g, (whole, name: string) => variables[name] ?? whole);
