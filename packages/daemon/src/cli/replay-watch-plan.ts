import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Plan, WatchPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { formatDuration, hours, type Millis, millis, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { closest, listed } from '../plan/closest.ts';
import type { WatchSetup } from '../ports/engine.ts';
import { criteriaWithEvery } from '../replay/recorded-pace.ts';
import { Complaint } from './complaint.ts';
import { environmentOf } from './context.ts';
import { exitCode } from './exit-code.ts';
import { lengthOf, type ReplayOptions } from './replay-options.ts';

/** How much of the time before a deploy is asked for when nothing else is said. */
export const usualBaseline: Millis = hours(24);

export interface Chosen {
  readonly service: string;
  readonly environment: string;
  readonly watch: Omit<WatchSetup, 'startedAt'>;
  /** Criteria of the environment that `--only` leaves out. */
  readonly others: readonly Criterion[];
  readonly paced: ReadonlySet<string>;
}

/** What of the plan is replayed: one environment, all its criteria or some, for its whole watch or a shorter one. */
export function chooseWatch({
  plan,
  planText,
  environment: wanted,
  only,
  length,
}: {
  readonly plan: Plan;
  readonly planText: string;
  readonly environment: string | undefined;
  readonly only: readonly string[];
  readonly length: Millis | undefined;
}): Chosen {
  const name = wanted ?? onlyEnvironment(plan);
  const environment = environmentOf(plan, name);
  const { criteria: all, ...settings } = environment.watch;
  const names = all.map((criterion) => criterion.name);
  for (const one of only) {
    if (names.includes(one)) continue;
    const near = closest(one, names);
    throw new Complaint(`${name} has no criterion "${one}".`, {
      hint: near === undefined ? `It has ${listed(names, 'and')}.` : `Did you mean "${near}"?`,
      code: exitCode.wrongUse,
    });
  }
  const criteria = only.length === 0 ? all : all.filter((criterion) => only.includes(criterion.name));
  return {
    service: plan.service,
    environment: name,
    watch: {
      criteria,
      settings: length === undefined ? settings : ofLength(settings, length),
      rollback: environment.rollback?.when ?? { blocking: 1, critical: 2, integrity: 1 },
    },
    others: all.filter((criterion) => !criteria.includes(criterion)),
    paced: criteriaWithEvery(planText, name),
  };
}

function onlyEnvironment({ environments }: Plan): string {
  const names = Object.keys(environments);
  const [first] = names;
  if (first !== undefined && names.length === 1) return first;
  throw new Complaint('The plan has several environments.', {
    hint: `Say which: --environment ${listed(names)}.`,
    code: exitCode.wrongUse,
  });
}

/** A shorter or longer watch: everything that is a time in it follows, as in a plan that says nothing but `for`. */
export function ofLength(settings: Omit<WatchPlan, 'criteria'>, length: Millis): Omit<WatchPlan, 'criteria'> {
  if (length < seconds(1))
    throw new Complaint(`A watch of ${formatDuration(length)} is too short.`, { code: exitCode.wrongUse });
  return {
    ...settings,
    for: length,
    settle: millis(Math.min(settings.settle, minutes(2), length / 20)),
    earliestGo: millis(Math.min(settings.earliestGo, length / 4)),
    atMost: millis(2 * length),
  };
}

/** A watch with fewer readings of a criterion than this finds little but an outage. */
const fewReadings = 10;

/** What is to be said of a watch that is over before there is anything to judge; undefined of any other. */
export function tooShortToJudge({ watch: { criteria, settings } }: Pick<Chosen, 'watch'>): string | undefined {
  const few = criteria.filter(({ every }) => settings.for / every < fewReadings).map(({ name }) => name);
  if (few.length === 0) return undefined;
  return `A watch of ${formatDuration(settings.for)} has fewer than ${fewReadings} readings of ${listed(few, 'and')}: nothing but an outage can be found in it.`;
}

/** What the options choose of a plan. `environment`: where they do not say. */
export const choose = (options: ReplayOptions, plan: Plan, planText: string, environment?: string): Chosen =>
  chooseWatch({
    plan,
    planText,
    environment: options.environment ?? environment,
    only: options.only ?? [],
    length: lengthOf(options.for, '--for'),
  });
