import type { ChecklistItem, EnvironmentPlan, Plan, StepPlan } from '@daywatch/shared/vocabulary/plan.ts';
import { hours, millis, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { checklistKinds } from '../checklist/registry.ts';
import { systemClock } from '../clock.ts';
import { secretMasker } from '../plan/secret-masker.ts';
import { stepKinds } from '../steps/registry.ts';
import { type Checkout, gitEnvironment, shopCheckout } from './checkout.fixture.ts';
import { deploy } from './deploy.ts';
import type { DeployOrder } from './deploy-order.ts';
import type { Ending } from './ending.ts';
import { FakeDaemon } from './fake-daemon.fixture.ts';
import { openGit } from './git.ts';
import { type RollbackOrder, rollBack } from './rollback.ts';
import type { RunnerEvent } from './runner-event.ts';
import type { RunnerTools } from './session.ts';

export const step = (run: string, timeout = seconds(20)): StepPlan => ({
  id: run
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, ''),
  title: run,
  type: 'run',
  options: { run },
  timeout,
});

export const usualSteps = ['git checkout main', 'git merge --no-edit staging', 'git push origin main', './deploy.sh'];

export interface Wanted {
  readonly deploy?: readonly string[];
  readonly verify?: readonly string[];
  readonly rollback?: readonly string[];
  readonly checklist?: readonly ChecklistItem[];
  readonly from?: string | null;
}

export const environmentPlan = (wanted: Wanted = {}): EnvironmentPlan => ({
  name: 'production',
  checklist: wanted.checklist ?? [],
  deploy: {
    ...(wanted.from !== null && { from: wanted.from ?? 'staging' }),
    to: 'main',
    steps: (wanted.deploy ?? usualSteps).map((line) => step(line)),
  },
  verify: (wanted.verify ?? ['test -f deployed']).map((line) => step(line)),
  watch: {
    for: hours(24),
    every: seconds(15),
    settle: seconds(120),
    earliestGo: hours(0.5),
    atMost: hours(48),
    criteria: [],
  },
  rollback: {
    when: { blocking: 1, critical: 2, integrity: 1 },
    to: 'last-stable',
    tags: 'stable/*',
    steps: (wanted.rollback ?? [`git checkout \${ref}`, './deploy.sh']).map((line) => step(line)),
  },
  dashboards: {},
});

/** A real checkout, a daemon with real rules, and the runner between them. */
export class World {
  readonly checkout: Checkout & { readonly stable: string; readonly staged: string } = shopCheckout();
  readonly fake = new FakeDaemon();
  readonly told: RunnerEvent[] = [];
  /** Called with each of them, before the daemon hears of it. */
  onTold: (event: RunnerEvent) => void = () => undefined;
  private interruption = new AbortController();

  tools(): RunnerTools {
    this.interruption = new AbortController();
    return {
      folder: this.checkout.folder,
      git: openGit(this.checkout.folder, gitEnvironment),
      stepKinds,
      checklistKinds,
      environment: gitEnvironment,
      mask: secretMasker(gitEnvironment),
      outbound: { request: async () => ({ type: 'failed', because: 'nobody is outside', after: seconds(0) }) },
      clock: systemClock,
      signal: this.interruption.signal,
      daemon: this.fake.daemon,
      tell: (event) => {
        this.told.push(event);
        this.onTold(event);
      },
    };
  }

  /** For the steps of all that follows. */
  withSecrets(secrets: Readonly<Record<string, string>>): void {
    const environment = { ...gitEnvironment, ...secrets };
    const tools = { ...this.tools(), environment, mask: secretMasker(environment) };
    this.tools = () => tools;
  }

  deploy(wanted: Wanted = {}, order: Partial<DeployOrder> = {}): Promise<Ending> {
    const environment = environmentPlan(wanted);
    this.fake.checklist = environment.checklist;
    const plan = this.plan(environment);
    return deploy(
      {
        plan,
        planText: plan.hash,
        planFile: 'daywatch.yaml',
        environment,
        id: '01JE00000000000000000000A1',
        resume: false,
        signOffPatience: millis(0),
        confirm: async () => true,
        ...order,
      },
      this.tools(),
    );
  }

  rollBack(wanted: Wanted = {}, order: Partial<RollbackOrder> = {}): Promise<Ending> {
    const environment = environmentPlan(wanted);
    return rollBack({ plan: this.plan(environment), environment, confirm: async () => true, ...order }, this.tools());
  }

  interrupt(): void {
    this.interruption.abort('SIGINT');
  }

  async until(condition: () => boolean): Promise<void> {
    for (let i = 0; i < 2_000 && !condition(); i += 1) await systemClock.sleep(millis(20));
    if (!condition()) throw new Error('it did not come to that');
  }

  warnings(): readonly string[] {
    return this.told.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
  }

  close(): void {
    this.checkout.remove();
  }

  private plan(environment: EnvironmentPlan): Plan {
    return {
      service: 'shop',
      sources: {},
      roles: {},
      environments: { production: environment },
      hash: 'the plan',
    };
  }
}
