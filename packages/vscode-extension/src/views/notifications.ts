import { instant } from '@daywatch/shared/vocabulary/time.ts';
import { commands, type Disposable, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { currentView } from '../model.ts';
import { type Notice, noticeOf } from '../notice.ts';

/** How long a snooze waits on when the daemon is out of reach at its end. */
const askAgainAfter = 60_000;

/** Shows notices, each once; a snoozed recommendation comes again if it still stands. */
export function createNotifications(cockpit: Cockpit): Disposable & { show(notice: Notice): void } {
  /** By deployment: what is snoozed, until its timer. */
  const snoozed = new Map<string, NodeJS.Timeout>();

  async function recommendRollBack({ deployment, message }: Notice): Promise<void> {
    const minutes = cockpit.settings().snoozeMinutes;
    const snooze = `Snooze ${minutes} min`;
    // An error with buttons stays until it is answered, and is the one sort that "Do Not Disturb" lets through.
    const answer = await window.showErrorMessage(message, 'Roll Back…', 'Show Evidence', snooze);
    if (answer === 'Roll Back…') await commands.executeCommand('daywatch.rollBack', deployment);
    if (answer === 'Show Evidence') await commands.executeCommand('daywatch.openDashboard');
    if (answer === snooze) keepQuiet(deployment, minutes * 60_000);
  }

  function keepQuiet(deployment: string, milliseconds: number): void {
    clearTimeout(snoozed.get(deployment));
    snoozed.set(
      deployment,
      setTimeout(() => wake(deployment), milliseconds),
    );
  }

  function wake(deployment: string): void {
    snoozed.delete(deployment);
    const model = cockpit.model();
    if (model.connection.state !== 'online') {
      keepQuiet(deployment, askAgainAfter);
      return;
    }
    const view = currentView(model);
    const notice = view === undefined ? undefined : noticeOf(undefined, view, instant(Date.now()));
    if (notice?.type === 'roll-back' && notice.deployment === deployment) void recommendRollBack(notice);
  }

  return {
    show(notice) {
      switch (notice.type) {
        case 'roll-back':
          if (!snoozed.has(notice.deployment)) void recommendRollBack(notice);
          break;
        case 'succeeded':
          void window.showInformationMessage(notice.message);
          break;
        case 'undecided':
          void window.showWarningMessage(notice.message);
      }
    },
    dispose() {
      for (const timer of snoozed.values()) clearTimeout(timer);
    },
  };
}
