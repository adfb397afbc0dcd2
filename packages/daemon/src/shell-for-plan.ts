import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { planHash } from './plan/plan-hash.ts';
import type { Clock } from './ports/clock.ts';
import type { Shell } from './ports/shell.ts';
import { createShell, refusingShell } from './shell.ts';

/** A shell for the commands of `plan`, if word for word the same plan stands on this machine's own disk. */
export function shellForPlan(options: {
  readonly plan: Plan;
  /** The plan file that this process was started with. */
  readonly ownFile: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}): Shell {
  const { plan, ownFile, environment, clock } = options;
  if (ownFile === undefined) {
    return refusingShell('the daemon runs commands only of a plan on its own disk; start it with `serve --plan FILE`');
  }
  if (hashOfFile(ownFile) !== plan.hash) {
    const why = 'the daemon runs commands only of the plan on its own disk, and the registered one differs from';
    return refusingShell(`${why} ${ownFile}; put the same file there`);
  }
  return createShell({ folder: dirname(ownFile), environment, clock });
}

function hashOfFile(file: string): string | undefined {
  try {
    return planHash(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
