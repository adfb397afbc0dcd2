import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '@daywatch/shared/vocabulary/plan.ts';
import { planHash } from './plan/plan-hash.ts';
import type { Reach } from './ports/reach.ts';

/** What plans that come over the network may use of this machine, though its own plan does not say so. */
export interface Allowance {
  /** Names of variables of the environment. */
  readonly variables: readonly string[];
  /** Files, and folders with all that is in them; absolute. */
  readonly places: readonly string[];
}

interface PlanReach {
  readonly plan: Plan;
  /** The plan file that this process was started with. */
  readonly ownFile: string | undefined;
  readonly readPlan: (text: string, file: string) => { readonly plan: Plan } | { readonly problems: unknown };
  readonly allowance: Allowance;
}

/**
 * Which variables and files each source of `plan` may use: what stands word for word in the plan on this machine's own
 * disk, and what the settings allow. Whoever may register a plan could otherwise have any secret sent anywhere.
 */
export function reachOfPlan({ plan, ownFile, readPlan, allowance }: PlanReach): (source: string) => Reach {
  const own = ownFile === undefined ? undefined : ownPlan(ownFile, plan, readPlan);
  const folder = ownFile === undefined ? undefined : dirname(ownFile);
  // Short, and what to do before the path: where it is shown may have room for two lines.
  const refusal = (what: string, allowed: string): string =>
    ownFile === undefined
      ? `${what}, which has no plan of its own. Start it with \`serve --plan FILE\`, or with DAYWATCH_ALLOW=${allowed}`
      : `${what}: its own plan has no such source. Write it there too and restart, or set DAYWATCH_ALLOW=${allowed} (${ownFile})`;

  return (source) => {
    const isOwn = own !== undefined && isDeepStrictEqual(own.sources[source], plan.sources[source]);
    return {
      own: isOwn,
      refusal(variables) {
        const refused = isOwn ? [] : variables.filter((name) => !allowance.variables.includes(name));
        if (refused.length === 0) return undefined;
        const names = refused.map((name) => `\${${name}}`).join(', ');
        return refusal(`${source} may not use ${names} of the daemon`, refused.join(','));
      },
      find(written, by) {
        const path = resolve(folder ?? '/', written);
        if (isOwn && (by === 'source' || isAskedOf(own, source, written))) return { path };
        if (isAllowed(written, allowance.places)) return { path };
        const who = by === 'source' ? source : `a criterion of ${source}`;
        return {
          refused: refusal(`${who} may not read ${written} of the daemon`, isAbsolute(written) ? written : 'FOLDER'),
        };
      },
    };
  };
}

function ownPlan(file: string, plan: Plan, readPlan: PlanReach['readPlan']): Plan | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  if (planHash(text) === plan.hash) return plan;
  const read = readPlan(text, file);
  return 'plan' in read ? read.plan : undefined;
}

const isAskedOf = (plan: Plan, source: string, written: string): boolean =>
  Object.values(plan.environments).some(({ watch }) =>
    watch.criteria.some((criterion) => criterion.source === source && hasText(criterion.query, written)),
  );

const hasText = (value: unknown, text: string): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some((one) => hasText(one, text)) : value === text;

/** Braces of a glob may hide a way up. */
const isAllowed = (written: string, places: readonly string[]): boolean =>
  isAbsolute(written) &&
  !/\.\.|\{/.test(written) &&
  places.some((place) => written === place || written.startsWith(place.endsWith(sep) ? place : place + sep));
