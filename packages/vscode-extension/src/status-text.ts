import { statusLine } from '@daywatch/shared/present/status-line.ts';
import type { Instant } from '@daywatch/shared/vocabulary/time.ts';
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
      return quiet('$(sync~spin) Daywatch', 'Daywatch: connecting', 'Connecting to the daemon.');
    case 'offline':
      return quiet(
        '$(debug-disconnect) Daywatch offline',
        `Daywatch: offline: ${connection.because}`,
        connection.because,
      );
    case 'refused':
      return quiet(
        '$(key) Daywatch: token',
        `Daywatch: the token is not accepted: ${connection.because}`,
        connection.because,
      );
    case 'online': {
      const view = currentView(model);
      if (view === undefined) {
        const reason = `The daemon watches no environment "${model.environment}".`;
        return quiet(`$(question) No environment ${model.environment}`, `Daywatch: ${reason}`, reason);
      }
      const line = statusLine(view, now);
      return {
        text: `$(${line.icon}) ${line.text}`,
        spoken: line.spoken,
        reason: line.reason,
        alarm: line.tone === 'bad',
      };
    }
  }
}

const quiet = (text: string, spoken: string, reason: string): StatusText => ({ text, spoken, reason, alarm: false });
