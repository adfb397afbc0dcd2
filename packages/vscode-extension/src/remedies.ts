import { t } from '@vscode/l10n';
import { currentView, type Model } from './model.ts';

/** Something that helps when nothing is known of the environment. */
export interface Remedy {
  readonly label: string;
  /** A codicon, without `$()`. */
  readonly icon: string;
  readonly command: string;
  /** What the command is given. */
  readonly given?: string;
}

const start: Remedy = { label: t('Start Local Daemon'), icon: 'play', command: 'daywatch.startDaemon' };
const setToken: Remedy = { label: t('Set Token…'), icon: 'key', command: 'daywatch.setToken' };
const showLog: Remedy = { label: t('Show Log'), icon: 'output', command: 'daywatch.showLog' };
const createPlan: Remedy = { label: t('Create Plan File'), icon: 'new-file', command: 'daywatch.createPlan' };
const chooseEnvironment: Remedy = {
  label: t('Choose Another Environment'),
  icon: 'settings-gear',
  command: 'workbench.action.openSettings',
  given: 'daywatch.environment',
};

/** What is offered wherever it is shown that nothing is known. Pure. */
export function remediesOf(model: Model): readonly Remedy[] {
  const { connection } = model;
  switch (connection.state) {
    case 'online':
      return currentView(model) === undefined ? [chooseEnvironment] : [];
    case 'no-plan':
      return [createPlan];
    case 'connecting':
      return [showLog];
    case 'offline':
      return connection.local ? [start, showLog] : [showLog];
    case 'refused':
      return [setToken, showLog];
  }
}

/** As a link in Markdown that is trusted with the command. */
export const remedyLink = ({ label, command, given }: Remedy): string =>
  `[${label}](command:${command}${given === undefined ? '' : `?${encodeURIComponent(JSON.stringify(given))}`})`;
