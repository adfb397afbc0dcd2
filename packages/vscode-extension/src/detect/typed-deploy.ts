import type { Phase } from '@daywatch/shared/vocabulary/deployment-words.ts';
import { t } from '@vscode/l10n';
import type { Situation } from '../situation.ts';

/** What is known of a command that has ended in a terminal. */
export interface TypedCommand {
  readonly line: string;
  /** Whether the editor knows the line from the shell itself, not from what stood on the screen. */
  readonly certain: boolean;
  readonly exitCode: number | undefined;
  /** Whether it ran in the folder of the plan; `undefined`: the shell did not say. */
  readonly inFolder: boolean | undefined;
}

export interface Around {
  readonly trusted: boolean;
  readonly wanted: boolean;
  readonly situation: Situation;
  /** The steps of the plan's deploy, as they are written. */
  readonly steps: readonly string[];
  readonly present?: { readonly version: string; readonly phase: Phase };
}

/** The step that was typed by hand, when it deployed something that nobody watches; else `undefined`. Pure. */
export function typedDeploy(typed: TypedCommand, around: Around): string | undefined {
  const { certain, exitCode, inFolder, line } = typed;
  if (!around.wanted || !around.trusted || !certain || exitCode !== 0 || inFolder === false) return undefined;
  // A runner at work has its own record; without a daemon there is nothing to offer.
  if (around.situation !== 'deployed' && around.situation !== 'nothing-deployed') return undefined;
  const run = script(line);
  return run === undefined ? undefined : around.steps.find((step) => script(step) === run);
}

/** One sentence on what is missing, and the question. */
export function offerOf(step: string, environment: string, { present }: Around): string {
  const known =
    present?.phase === 'watching'
      ? t('there is no record of it, and the verdict still speaks of {0}', present.version)
      : t('there is no record of it, and nothing is watched');
  return t(
    '"{0}" was run by hand: {1}. Deploy to {2} with the plan\'s checklist and steps, and have it watched?',
    step,
    known,
    environment,
  );
}

const shells: ReadonlySet<string> = new Set(['bash', 'sh', 'zsh', 'dash']);
const scriptRunners: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'make', 'just']);

/** The script that a command line runs, written in one way; `undefined` for everyday commands as `git push`. */
function script(line: string): string | undefined {
  const words = line.trim().split(/\s+/);
  while (words[0] !== undefined && /^[A-Za-z_]\w*=\S*$/.test(words[0])) words.shift();
  if (words[0] !== undefined && shells.has(words[0])) words.shift();
  const [program = '', ...rest] = words;
  const isFile = program.includes('/') || /\.(sh|mjs|cjs|js|ts|py|rb)$/.test(program);
  const isNamed = scriptRunners.has(program) && rest.some((word) => /deploy|release|publish/i.test(word));
  if (!isFile && !isNamed) return undefined;
  return [program.replace(/^\.\//, ''), ...rest].join(' ');
}
