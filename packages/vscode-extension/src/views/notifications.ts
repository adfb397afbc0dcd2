import { t } from '@vscode/l10n';
import { commands, type Disposable } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { currentView } from '../model.ts';
import { holds, type Notice, noticeOf, outageOf } from '../notice.ts';
import { remediesOf } from '../remedies.ts';
import { say } from '../say.ts';

/** How long a snooze waits on when the daemon is out of reach at its end. */
const askAgainAfter = 60_000;
/** A second failing criterion often follows the first: then the recommendation alone is shown. */
const holdBack = 10_000;

const rollBack = t('Roll Back…');
const showEvidence = t('Show Evidence');

/** Shows notices, each once; a snoozed recommendation comes again if it still stands. */
export function createNotifications(cockpit: Cockpit): Disposable & { show(notice: Notice): void } {
  /** Deployments whose recommendation is on the screen, or was snoozed. */
  const recommended = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();

  async function recommendRollBack({ deployment, message }: Notice): Promise<void> {
    if (recommended.has(deployment)) return;
    recommended.add(deployment);
    const minutes = cockpit.settings().snoozeMinutes;
    const snooze = t('Snooze {0} min', minutes);
    // An error with buttons stays until it is answered, and is the one sort that "Do Not Disturb" lets through.
    const answer = await say.error(message, rollBack, showEvidence, snooze);
    if (answer === snooze) {
      later(minutes * 60_000, () => wake(deployment));
      return;
    }
    recommended.delete(deployment);
    await follow(answer, deployment);
  }

  /** An agent's wish: a person answers it, or lets it be. */
  async function passOn({ deployment, message }: Notice): Promise<void> {
    await follow(await say.warning(message, rollBack, showEvidence), deployment);
  }

  async function tellHold({ deployment, message }: Notice): Promise<void> {
    const view = currentView(cockpit.model());
    if (view === undefined || view.deployment?.id !== deployment || !holds(view)) return;
    await follow(await say.warning(message, showEvidence, rollBack), deployment);
  }

  async function tellOutage({ message }: Notice): Promise<void> {
    const remedies = remediesOf(cockpit.model());
    const answer = await say.warning(message, ...remedies.map(({ label }) => label));
    const chosen = remedies.find(({ label }) => label === answer);
    // The toast may be old: what is there again needs no remedy.
    if (chosen !== undefined && outageOf(cockpit.model()) !== undefined)
      await commands.executeCommand(chosen.command, chosen.given);
  }

  async function follow(answer: string | undefined, deployment: string): Promise<void> {
    if (answer === rollBack) await commands.executeCommand('daywatch.rollBack', deployment);
    if (answer === showEvidence) await commands.executeCommand('daywatch.openDashboard');
  }

  function wake(deployment: string): void {
    const model = cockpit.model();
    if (model.connection.state !== 'online') {
      later(askAgainAfter, () => wake(deployment));
      return;
    }
    recommended.delete(deployment);
    const view = currentView(model);
    const notice = view === undefined ? undefined : noticeOf(undefined, view, cockpit.now());
    if (notice?.type === 'roll-back' && notice.deployment === deployment) void recommendRollBack(notice);
  }

  function later(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer);
  }

  return {
    show(notice) {
      switch (notice.type) {
        case 'roll-back':
          void recommendRollBack(notice);
          break;
        case 'rollback-asked':
          void passOn(notice);
          break;
        case 'hold':
          later(holdBack, () => void tellHold(notice));
          break;
        case 'succeeded':
          void say.information(notice.message);
          break;
        case 'undecided':
          void say.warning(notice.message);
          break;
        case 'unreachable':
          void tellOutage(notice);
      }
    },
    dispose() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
