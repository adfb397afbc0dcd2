import type { AnnouncementPlan, Occasion } from '@daywatch/shared/vocabulary/announce.ts';
import type { DeploymentEvent, RecordedEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { hours, instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { chain, emptyChain } from '../record/chain.ts';

export const began = instant(Date.parse('2026-12-01T21:00:00Z'));

export const requested: DeploymentEvent = {
  type: 'requested',
  environment: 'production',
  service: 'shop',
  version: { version: '1.4.2', commit: '9f8d111' },
  rollbackTarget: { version: '1.4.1', commit: 'aaaaaaa' },
  planHash: 'p',
  steps: [],
};
export const deploying: readonly DeploymentEvent[] = [
  { type: 'phase-started', phase: 'deploying' },
  { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
  { type: 'phase-started', phase: 'verifying' },
];
export const watching: DeploymentEvent = { type: 'watch-started', for: '1d' };

export const verdict = (
  word: 'go' | 'no-go' | 'undecided',
  recommendation: 'proceed' | 'hold' | 'roll-back' = 'hold',
  final = false,
): DeploymentEvent => ({
  type: 'verdict-changed',
  verdict: word,
  recommendation,
  rule: 'one blocking criterion fails',
  because: ['p95 is 412 ms'],
  final,
});

/** Each entry is one append, a minute after the one before. */
export function recordOf(
  ...appends: readonly (DeploymentEvent | readonly DeploymentEvent[])[]
): readonly RecordedEvent[] {
  let head: RecordedEvent | typeof emptyChain = emptyChain;
  return appends.flatMap((append, index) => {
    const events = 'type' in append ? [append] : append;
    const at = plus(began, minutes(index));
    const appended: readonly RecordedEvent[] = chain(head, events, { deployment: 'one', at, actor: 'devops' });
    head = appended.at(-1) ?? head;
    return appended;
  });
}

export const announcing = (
  on: readonly Occasion[] | { readonly before: AnnouncementPlan['when'] },
  changes: Partial<AnnouncementPlan> = {},
): AnnouncementPlan => ({
  name: 'mail',
  by: 'email',
  when: 'before' in on ? on.before : { type: 'on', on },
  recipients: [{ to: 'ada@example.com', role: 'stakeholders' }],
  decisions: false,
  resolves: false,
  options: {},
  ...changes,
});

export const planWith = (...announce: readonly AnnouncementPlan[]): EnvironmentPlan => ({
  name: 'production',
  checklist: [],
  verify: [],
  watch: {
    for: hours(24),
    every: seconds(15),
    settle: minutes(2),
    earliestGo: minutes(30),
    atMost: hours(48),
    criteria: [],
  },
  announce,
  dashboards: { Grafana: 'https://grafana.example.com/d/shop' },
});
