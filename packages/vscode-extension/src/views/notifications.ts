import { commands, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import type { Notice } from '../notice.ts';

/** Shows notices, each once, and keeps quiet about a deployment that was snoozed. */
export function createNotifications(cockpit: Cockpit): (notice: Notice) => void {
  const quietUntil = new Map<string, number>();

  async function recommendRollBack(notice: Notice): Promise<void> {
    const minutes = cockpit.settings().snoozeMinutes;
    const snooze = `Snooze ${minutes} min`;
    // An error with buttons stays until it is answered, and is the one sort that "Do Not Disturb" lets through.
    const answer = await window.showErrorMessage(notice.message, 'Roll Back…', 'Show Evidence', snooze);
    if (answer === 'Roll Back…') await commands.executeCommand('daywatch.rollBack');
    if (answer === 'Show Evidence') await commands.executeCommand('daywatch.openDashboard');
    if (answer === snooze) quietUntil.set(notice.deployment, performance.now() + minutes * 60_000);
  }

  return (notice) => {
    if ((quietUntil.get(notice.deployment) ?? 0) > performance.now()) return;
    switch (notice.type) {
      case 'roll-back':
        void recommendRollBack(notice);
        break;
      case 'succeeded':
        void window.showInformationMessage(notice.message);
        break;
      case 'undecided':
        void window.showWarningMessage(notice.message);
    }
  };
}
