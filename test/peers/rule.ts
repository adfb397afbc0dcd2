import type { CriterionStory } from '../simulation/case.ts';
import type { Outcome } from '../simulation/play.ts';
import { type MinuteByMinute, minuteByMinute } from './minutes.ts';

/** How another tool judges one criterion: after how many minutes it says stop, or null. */
export type Rule = (of: MinuteByMinute) => number | null;

/** Minutes after the deploy that nobody judges: restarts, cold caches. The engine leaves out as many. */
export const settleMinutes = 2;

/** A day under a rule: the first criterion to say stop ends it. */
export function judgeDay(
  stories: readonly CriterionStory[],
  rules: Readonly<Record<string, Rule>>,
): Record<string, Outcome> {
  const told = stories.map(minuteByMinute);
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, outcomeOf(told, rule)]));
}

function outcomeOf(told: readonly MinuteByMinute[], rule: Rule): Outcome {
  const stops = told
    .map((of) => ({ name: of.name, at: rule(of) }))
    .filter((stop): stop is { name: string; at: number } => stop.at !== null)
    .sort((a, b) => a.at - b.at);
  const [first] = stops;
  return {
    noGoAt: first === undefined ? null : first.at * 60,
    culprit: first?.name ?? null,
    goAt: null,
    final: first === undefined ? 'go' : 'no-go',
    certified: false,
  };
}
