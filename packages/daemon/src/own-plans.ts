import { readFileSync } from 'node:fs';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { planHash } from './plan/plan-hash.ts';

/** The plans that stood in the plan file of this process since it began, newest first. Each call looks at the file. */
export type OwnPlans = () => readonly Plan[];

/** A checkout that goes back and forth does not fill the memory. */
const most = 20;

/**
 * A rollback checks out the version before, and with it the plan file as it was then, which may be none: what the plan
 * of the deployment may use must not depend on that.
 */
export function rememberOwnPlans({
  file,
  readPlan,
}: {
  readonly file: string | undefined;
  readonly readPlan: (text: string, file: string) => { readonly plan: Plan } | { readonly problems: unknown };
}): OwnPlans {
  let seen: readonly Plan[] = [];
  const look = () => {
    const text = file === undefined ? undefined : textOf(file);
    if (file === undefined || text === undefined) return seen;
    const hash = planHash(text);
    if (seen[0]?.hash === hash) return seen;
    const read = readPlan(text, file);
    if ('plan' in read) seen = [read.plan, ...seen.filter((one) => one.hash !== hash)].slice(0, most);
    return seen;
  };
  look();
  return look;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
