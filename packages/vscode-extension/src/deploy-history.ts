import type { DeploymentSummary } from '@daywatch/shared/api/views.ts';
import { currentView, type Model } from './model.ts';

export interface DeployHistoryParts {
  readonly model: () => Model;
  /** The deployments of an environment, the newest first; `undefined` when nobody answers. */
  readonly ask: (environment: string) => Promise<readonly DeploymentSummary[] | undefined>;
  /** There are others to show. */
  readonly changed: () => void;
}

export interface DeployHistory {
  deployments(): readonly DeploymentSummary[];
  /** The model may have changed. */
  look(): void;
}

/** What was deployed to the environment that is spoken of. It is asked for again when the current deployment changes. */
export function createDeployHistory({ model, ask, changed }: DeployHistoryParts): DeployHistory {
  let asked = '';
  let answered: { readonly environment: string; readonly deployments: readonly DeploymentSummary[] } | undefined;

  async function askAbout(environment: string, key: string): Promise<void> {
    const deployments = await ask(environment);
    // Meanwhile it was asked for anew: that answer is the later one.
    if (asked !== key) return;
    // The next state of the environment asks again.
    if (deployments === undefined) asked = '';
    else answered = { environment, deployments };
    changed();
  }

  return {
    deployments() {
      const now = model();
      const isUnknown = now.connection.state === 'online' && currentView(now) === undefined;
      // What was said last stays while nobody answers.
      return answered?.environment === now.environment && !isUnknown ? answered.deployments : [];
    },
    look() {
      const view = model().connection.state === 'online' ? currentView(model()) : undefined;
      if (view === undefined) return;
      const { name, deployment, verdict, planned } = view;
      const key = JSON.stringify([
        name,
        deployment?.id,
        deployment?.phase,
        verdict.verdict,
        planned?.id,
        planned?.commit,
      ]);
      if (key === asked) return;
      asked = key;
      void askAbout(name, key);
    },
  };
}
