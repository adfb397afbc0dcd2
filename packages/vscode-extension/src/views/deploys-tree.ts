import type { Disposable } from 'vscode';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { deploysContent } from '../content/deploys-content.ts';
import { createDeployHistory } from '../deploy-history.ts';
import { createRowTree } from './row-tree.ts';

const shownAtMost = 50;
let clockTime: Intl.DateTimeFormat | undefined;
/** The format is made with the first time to tell: it takes as long as loading the rest of the extension. */
function told(timestamp: string): string {
  clockTime ??= new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return clockTime.format(new Date(timestamp));
}

/** The history of the environment. */
export function createDeploysTree(cockpit: Cockpit): Disposable & { show(): void } {
  const history = createDeployHistory({
    model: cockpit.model,
    changed: () => tree.show(),
    async ask(environment) {
      const client = await clientOf(cockpit);
      const got = await client.deployments({ environment, limit: shownAtMost });
      return got.ok ? got.value.deployments : undefined;
    },
  });
  const tree = createRowTree('daywatch.deploys', () => deploysContent(history.deployments(), told));
  return {
    show() {
      history.look();
      tree.show();
    },
    dispose: () => tree.dispose(),
  };
}
