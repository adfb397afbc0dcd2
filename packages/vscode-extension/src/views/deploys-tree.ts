import type { DeploymentSummary } from '@daywatch/shared/api/views.ts';
import type { Disposable } from 'vscode';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { deploysContent } from '../content/deploys-content.ts';
import { currentView } from '../model.ts';
import { createRowTree } from './row-tree.ts';

const shownAtMost = 50;
let clockTime: Intl.DateTimeFormat | undefined;
/** The format is made with the first time to tell: it takes as long as loading the rest of the extension. */
function told(timestamp: string): string {
  clockTime ??= new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return clockTime.format(new Date(timestamp));
}

/** The history of the environment. It is asked for again when the current deployment changes its phase. */
export function createDeploysTree(cockpit: Cockpit): Disposable & { show(): void } {
  let deployments: readonly DeploymentSummary[] = [];
  let known = '';
  const tree = createRowTree('daywatch.deploys', () => deploysContent(deployments, told));

  async function ask(environment: string): Promise<void> {
    const client = await clientOf(cockpit);
    const got = await client.deployments({ environment, limit: shownAtMost });
    if (!got.ok) return;
    deployments = got.value.deployments;
    tree.show();
  }

  return {
    show() {
      const model = cockpit.model();
      const view = model.connection.state === 'online' ? currentView(model) : undefined;
      const now = JSON.stringify([
        model.environment,
        view?.deployment?.id,
        view?.deployment?.phase,
        view?.verdict.verdict,
        view?.planned?.id,
        view?.planned?.commit,
      ]);
      // What was said last stays while nobody answers.
      if (view === undefined || now === known) return;
      known = now;
      void ask(view.name);
    },
    dispose: () => tree.dispose(),
  };
}
