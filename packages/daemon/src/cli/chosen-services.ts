import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { closest, listed } from '../plan/closest.ts';
import { Complaint } from './complaint.ts';
import { exitCode } from './exit-code.ts';

/** The services that were named, in the order of the plan; one that the plan does not have is a complaint. */
export function chosenServices(
  { services }: Plan,
  named: readonly string[] | undefined,
): { readonly services?: readonly string[] } {
  if (named === undefined) return {};
  for (const name of named) {
    if (services?.includes(name)) continue;
    const near = closest(name, services ?? []);
    const known =
      services === undefined ? 'The plan speaks of one service only.' : `It has ${listed(services, 'and')}.`;
    throw new Complaint(`The plan has no service "${name}".`, {
      hint: near === undefined ? known : `Did you mean "${near}"?`,
      code: exitCode.wrongUse,
    });
  }
  return { services: (services ?? []).filter((name) => named.includes(name)) };
}
