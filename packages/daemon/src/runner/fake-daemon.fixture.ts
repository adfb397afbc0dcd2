import type { DeploymentView, EnvironmentView } from '@daywatch/shared/api/views.ts';
import type { Result } from '@daywatch/shared/client/result.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { Version } from '@daywatch/shared/vocabulary/deployment-words.ts';
import type { ChecklistItem } from '@daywatch/shared/vocabulary/plan.ts';
import type { RunnerReport } from '@daywatch/shared/vocabulary/runner-report.ts';
import { hours, instant } from '@daywatch/shared/vocabulary/time.ts';
import { type Command, decide } from '../deployments/decide.ts';
import { evolve } from '../deployments/evolve.ts';
import { checklistView } from '../http/checklist-view.ts';
import { deploymentView } from '../http/views.ts';
import { type RefusalCode, refusals } from '../problems.ts';
import type { Daemon } from './session.ts';

const at = '2026-12-01T22:00:00.000Z';

/** A daemon for one environment that follows the real rules of deployments, and can be away. */
export class FakeDaemon {
  readonly environment = 'production';
  deployment: Deployment | undefined;
  readonly reports: RunnerReport[] = [];
  readonly plans: string[] = [];
  planHash = '';
  lastStable: Version | undefined;
  checklist: readonly ChecklistItem[] = [];
  away = false;

  signOff(item: string): void {
    this.apply({ type: 'sign-off', item, role: 'devops-lead' });
  }

  withdraw(item: string): void {
    this.apply({ type: 'withdraw-sign-off', item });
  }

  readonly daemon: Daemon = {
    client: {
      environment: async () =>
        this.answer(() => (this.planHash === '' ? this.refuse('unknown-environment', 'not known') : this.view())),
      registerPlan: async ({ body: { text } }) =>
        this.answer(() => {
          this.plans.push(text);
          this.planHash = text;
          return { environment: this.environment, planHash: text, changed: true, criteria: 0 };
        }),
      beginDeployment: async ({ body }) =>
        this.answer(() => {
          const busy = this.deployment?.id === body.id ? undefined : this.deployment;
          const running =
            busy !== undefined && !['watching', 'failed', 'cancelled', 'interrupted'].includes(busy.phase);
          if (this.deployment?.prepared?.state === 'waiting') {
            const taken = this.apply({ type: 'take-up', request: body });
            return taken ?? { deployment: this.deploymentView(), runnerToken: 'runner' };
          }
          if (this.deployment?.id !== body.id && !running) this.deployment = undefined;
          const { version, ...rest } = body;
          const request = { ...rest, version, steps: [...body.steps] };
          const refused = this.apply(
            { type: 'request', environment: this.environment, request, ...(running && { busy }) },
            body.id,
          );
          return refused ?? { deployment: this.deploymentView(), runnerToken: 'runner' };
        }),
      prepareDeployment: async ({ body }) =>
        this.answer(() => {
          const planned = this.deployment?.prepared?.state === 'waiting' ? this.deployment.id : undefined;
          const refused =
            planned === undefined
              ? this.apply({ type: 'request', environment: this.environment, request: body, prepared: true }, body.id)
              : this.apply({ type: 'prepare', request: body });
          return refused ?? { deployment: this.deploymentView(), runnerToken: 'runner' };
        }),
      lookAtChecklist: async () => this.answer(() => this.deploymentView()),
      override: async ({ body }) =>
        this.answer(() => this.apply({ type: 'override', ...body }) ?? this.deploymentView()),
      resumeDeployment: async () =>
        this.answer(
          () => this.apply({ type: 'resume' }) ?? { deployment: this.deploymentView(), runnerToken: 'runner' },
        ),
      beginRollback: async ({ body }) =>
        this.answer(
          () =>
            this.apply({ type: 'roll-back', request: body }) ?? {
              deployment: this.deploymentView(),
              runnerToken: 'runner',
            },
        ),
      deployment: async () => this.answer(() => this.deploymentView()),
    },
    reporting: () => ({
      reportProgress: async ({ body }) =>
        this.answer(() => {
          this.reports.push(...body.reports);
          return (
            this.apply({ type: 'report', reports: body.reports, watchFor: hours(24), checklist: this.checklist }) ??
            this.deploymentView()
          );
        }),
    }),
  };

  /** `phase/step outcome` of every step that ended, in order. */
  steps(): readonly string[] {
    return this.reports.flatMap((report) =>
      report.type === 'step-finished' ? [`${report.phase}/${report.step} ${report.outcome}`] : [],
    );
  }

  private answer<T>(act: () => T | { readonly refused: Result<never> }): Result<T> {
    if (this.away) return { ok: false, failure: { type: 'unreachable', because: 'The daemon does not answer.' } };
    const value = act();
    if (typeof value === 'object' && value !== null && 'refused' in value) return value.refused;
    return { ok: true, value: value as T };
  }

  private refuse(code: RefusalCode, detail: string): { readonly refused: Result<never> } {
    const { status, title } = refusals[code];
    return {
      refused: { ok: false, failure: { type: 'refused', problem: { type: code, title, status, code, detail } } },
    };
  }

  private apply(command: Command, id = this.deployment?.id ?? ''): { readonly refused: Result<never> } | undefined {
    const decision = decide(command, id === this.deployment?.id ? this.deployment : undefined);
    if ('refused' in decision) return this.refuse(decision.refused.code, decision.refused.detail);
    for (const event of decision.events) {
      const sequence = (this.deployment?.sequence ?? 0) + 1;
      const recorded = { deployment: id, sequence, at, actor: 'devops', event, previous: '', hash: '' };
      this.deployment = evolve(this.deployment, recorded);
    }
    return undefined;
  }

  private deploymentView(): DeploymentView {
    const { deployment } = this;
    if (deployment === undefined) throw new Error('nothing was deployed');
    const { version, planHash } = deployment;
    return {
      ...deploymentView(deployment, [], undefined, instant(Date.parse(at))),
      checklist: checklistView(this.checklist, deployment),
      events: [
        {
          sequence: 1,
          at,
          actor: 'devops',
          sentence: 'asked for the deploy',
          event: {
            type: 'requested',
            environment: this.environment,
            service: 'shop',
            version,
            planHash,
            steps: [],
          },
        },
      ],
    };
  }

  private view(): EnvironmentView {
    const verdict: EnvironmentView['verdict'] = {
      service: 'shop',
      environment: this.environment,
      verdict: 'undecided',
      final: false,
      certified: false,
      recommendation: 'hold',
      rule: 'the watch has just begun',
      because: [],
      asOf: at,
      validUntil: at,
      criteria: [],
      silences: [],
      links: { dashboard: 'http://127.0.0.1:4790/', dashboards: [] },
    };
    return {
      name: this.environment,
      service: 'shop',
      revision: 1,
      verdict,
      planHash: this.planHash,
      planFile: 'daywatch.yaml',
      ...(this.deployment !== undefined && {
        [this.deployment.prepared?.state === 'waiting' ? 'planned' : 'deployment']: this.deploymentView(),
      }),
      ...(this.lastStable !== undefined && { lastStable: { ...this.lastStable, at } }),
    };
  }
}
