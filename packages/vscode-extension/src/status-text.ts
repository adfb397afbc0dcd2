import { statusLine } from '@daywatch/shared/present/status-line.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
import { t } from '@vscode/l10n';
import { escapeIcons } from './escape-icons.ts';
import { currentView, type Model } from './model.ts';

export interface StatusText {
  readonly text: string;
  readonly spoken: string;
  readonly reason: string;
  /** NO-GO only: the colour is for what needs a person now. */
  readonly alarm: boolean;
}

/** What the status bar says; `undefined` when the folder has no plan and nothing is to be said. */
export function statusText(model: Model, now: Instant): StatusText | undefined {
  const { connection } = model;
  switch (connection.state) {
    case 'no-plan':
      return undefined;
    case 'connecting':
      return quiet('$(sync~spin) Daywatch', t('Daywatch: connecting'), t('Connecting to the daemon.'));
    case 'offline':
      return quiet(
        `$(debug-disconnect) ${t('Daywatch offline')}`,
        t('Daywatch: offline: {0}', connection.because),
        connection.because,
      );
    case 'refused':
      return quiet(
        `$(key) ${t('Daywatch: token')}`,
        t('Daywatch: the token is not accepted: {0}', connection.because),
        connection.because,
      );
    case 'online': {
      const view = currentView(model);
      if (view === undefined) {
        const reason = t('The daemon watches no environment "{0}".', model.environment);
        return quiet(`$(question) ${t('No environment {0}', model.environment)}`, `Daywatch: ${reason}`, reason);
      }
      const line = statusLine(view, now);
      return {
        text: `$(${line.icon}) ${escapeIcons(line.text)}`,
        spoken: line.spoken,
        reason: line.reason,
        alarm: line.tone === 'bad',
      };
    }
  }
}

const quiet = (text: string, spoken: string, reason: string): StatusText => ({ text, spoken, reason, alarm: false });
