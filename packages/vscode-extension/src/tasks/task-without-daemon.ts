import { t } from '@vscode/l10n';
import { CustomExecution, EventEmitter } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { daemonAnswers, whyNoDaemon } from '../commands/daemon-answers.ts';

/** What a task does while there is no daemon to talk to: it says why, offers what helps, and fails. */
export const taskWithoutDaemon = (cockpit: Cockpit, notDone: string): CustomExecution =>
  new CustomExecution(async () => {
    const written = new EventEmitter<string>();
    const ended = new EventEmitter<number>();
    return {
      onDidWrite: written.event,
      onDidClose: ended.event,
      open() {
        const { connection } = cockpit.model();
        const because =
          connection.state === 'online'
            ? t('The daemon answers by now: start the task again.')
            : whyNoDaemon(connection);
        written.fire(`${notDone} ${because}`.replaceAll('\n', '\r\n'));
        void daemonAnswers(cockpit, notDone);
        // A terminal that ends while it opens is said to have failed to launch.
        setImmediate(() => ended.fire(1));
      },
      close() {
        written.dispose();
        ended.dispose();
      },
    };
  });
