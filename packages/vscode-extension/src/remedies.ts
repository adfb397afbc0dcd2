import { t } from '@vscode/l10n';
import type { Connection } from './model.ts';

/** Something that helps when there is no daemon to ask. */
export interface Remedy {
  readonly label: string;
  /** A codicon, without `$()`. */
  readonly icon: string;
  readonly command: string;
}

const start: Remedy = { label: t('Start Local Daemon'), icon: 'play', command: 'daywatch.startDaemon' };
const setToken: Remedy = { label: t('Set Token…'), icon: 'key', command: 'daywatch.setToken' };
const showLog: Remedy = { label: t('Show Log'), icon: 'output', command: 'daywatch.showLog' };

/** What is offered wherever a missing connection is shown. Pure. */
export function remediesOf(connection: Connection): readonly Remedy[] {
  switch (connection.state) {
    case 'online':
    case 'no-plan':
      return [];
    case 'connecting':
      return [showLog];
    case 'offline':
      return connection.local ? [start, showLog] : [showLog];
    case 'refused':
      return [setToken, showLog];
  }
}
