import type { RunnerPreview } from '@daywatch/shared/api/runner-preview.ts';
import type { Preview } from './preview.ts';

export interface Asking {
  /** What would be done when the question is put. */
  readonly first: RunnerPreview;
  /** What would be done now. */
  readonly look: () => Promise<Preview>;
  /** `changed`: it is not what was agreed to a moment ago. */
  readonly ask: (facts: RunnerPreview, changed: boolean) => Promise<boolean>;
}

/**
 * Asks until what was agreed to is what would be done: a question may stand for hours, and a branch move on meanwhile.
 * The runner that begins then asks nothing more. `facts`: what was agreed to.
 */
export async function agreed({ first, look, ask }: Asking): Promise<Preview | 'no'> {
  for (let [facts, changed] = [first, false]; ; changed = true) {
    if (!(await ask(facts, changed))) return 'no';
    const now = await look();
    if ('problem' in now) return now;
    if (whatIsDone(now.facts) === whatIsDone(facts)) return { facts };
    facts = now.facts;
  }
}

/** Warnings may tell the time, which does not stand still. */
const whatIsDone = ({ warnings: _, ...facts }: RunnerPreview): string => JSON.stringify(facts);
