import { failureText } from '@daywatch/shared/client/result.ts';
import { parseDuration } from '@daywatch/shared/vocabulary/time.ts';
import { t } from '@vscode/l10n';
import { window } from 'vscode';
import { type Cockpit, clientOf } from '../cockpit.ts';
import { currentView } from '../model.ts';
import type { NamedCriterion } from './read-criterion.ts';

const spans = ['30m', '1h', '4h', '24h'];

/** Mutes a criterion for a time, with a reason that every verdict shows; or lets a muted one speak again. */
export async function silenceCriterion(cockpit: Cockpit, { environment, criterion }: NamedCriterion): Promise<void> {
  const client = await clientOf(cockpit);
  const silence = currentView(cockpit.model())?.verdict.silences.find((one) => one.criterion === criterion);
  if (silence !== undefined) {
    const ended = await client.endSilence({ environment, silence: silence.id });
    if (!ended.ok) throw new Error(failureText(ended.failure));
    return;
  }
  const title = t('Silence {0}', criterion);
  const span = await window.showQuickPick(spans, { title, placeHolder: t('For how long? 24h at most.') });
  if (span === undefined || parseDuration(span) === undefined) return;
  const reason = await window.showInputBox({
    title,
    prompt: t('Why. The verdict and the report show it.'),
    validateInput: (text) => (text.trim() === '' ? t('A reason is needed.') : undefined),
    ignoreFocusOut: true,
  });
  if (reason === undefined) return;
  const done = await client.silence({ environment, body: { criterion, reason: reason.trim(), for: span } });
  if (!done.ok) throw new Error(failureText(done.failure));
}
