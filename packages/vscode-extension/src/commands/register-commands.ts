import { commands, Disposable } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import type { ItemOfDeployment } from '../content/preflight-content.ts';
import type { TreeRow } from '../content/tree-row.ts';
import { byLink } from '../deep-link.ts';
import { say } from '../say.ts';
import { createPlan } from './create-plan.ts';
import { deploy } from './deploy.ts';
import { isItem, overrideItem, showItem, toggleSignOff } from './item-of-checklist.ts';
import { openDashboardInBrowser } from './open-dashboard-in-browser.ts';
import { openReport } from './open-report.ts';
import { prepare } from './prepare.ts';
import { isNamedCriterion, type NamedCriterion, readCriterion } from './read-criterion.ts';
import { rollBack } from './roll-back.ts';
import { showCriterion } from './show-criterion.ts';
import { showVerdict } from './show-verdict.ts';
import { silenceCriterion } from './silence-criterion.ts';
import { startDaemon } from './start-daemon.ts';
import { tryDemo } from './try-demo.ts';

/** What commands do that have more to keep than one question. */
interface Elsewhere {
  /** Of the deployment that is named, or where it was looked at last. */
  readonly openDashboard: (deployment: string | undefined) => void;
  readonly setToken: () => Promise<void>;
}

/** Every command of the palette, the menus and the rows. What goes wrong is told to the person who gave it. */
export function registerCommands(cockpit: Cockpit, elsewhere: Elsewhere): Disposable {
  const running = new Set<string>();
  /** One at a time of each: impatient clicks ask one question. What goes wrong is told to the person who gave it. */
  const command = (name: string, run: (given: unknown) => Promise<unknown>) =>
    commands.registerCommand(name, async (given: unknown) => {
      if (running.has(name)) return;
      running.add(name);
      try {
        await run(given);
      } catch (cause) {
        const because = cause instanceof Error ? cause.message : String(cause);
        cockpit.log(`${name}: ${because}`);
        void say.error(because);
      } finally {
        running.delete(name);
      }
    });

  /** From a menu a command gets the row, from a row or a lens what the row gives. */
  const givenBy = (given: unknown): unknown =>
    typeof given === 'object' && given !== null && 'command' in given ? (given as TreeRow).command?.given : given;
  const deploymentOf = (given: unknown) => {
    const id = givenBy(given);
    return typeof id === 'string' ? id : undefined;
  };
  const onItem = (name: string, run: (cockpit: Cockpit, given: ItemOfDeployment) => Promise<void>) =>
    command(name, async (given) => {
      const item = givenBy(given);
      if (isItem(item)) await run(cockpit, item);
    });
  const onCriterion = (name: string, run: (cockpit: Cockpit, given: NamedCriterion) => Promise<void>) =>
    command(name, async (given) => {
      const criterion = givenBy(given);
      if (isNamedCriterion(criterion)) await run(cockpit, criterion);
    });

  return Disposable.from(
    command('daywatch.deployProduction', (given) => deploy(cockpit, given === byLink)),
    command('daywatch.rollBack', (given) => rollBack(cockpit, typeof given === 'string' ? given : undefined)),
    command('daywatch.showVerdict', () => showVerdict(cockpit)),
    command('daywatch.openDashboard', async (given) =>
      elsewhere.openDashboard(typeof given === 'string' ? given : undefined),
    ),
    command('daywatch.openDashboardInBrowser', () => openDashboardInBrowser(cockpit)),
    command('daywatch.startDaemon', () => startDaemon(cockpit)),
    command('daywatch.setToken', elsewhere.setToken),
    command('daywatch.prepare', () => prepare(cockpit)),
    command('daywatch.createPlan', () => createPlan(cockpit)),
    command('daywatch.tryDemo', () => tryDemo(cockpit)),
    command('daywatch.openReport', (given) => openReport(cockpit, deploymentOf(given))),
    onItem('daywatch.showItem', showItem),
    onItem('daywatch.toggleSignOff', toggleSignOff),
    onItem('daywatch.overrideItem', overrideItem),
    onCriterion('daywatch.showCriterion', showCriterion),
    onCriterion('daywatch.readCriterion', readCriterion),
    onCriterion('daywatch.silenceCriterion', silenceCriterion),
    command('daywatch.showLog', async () => cockpit.showLog()),
  );
}
