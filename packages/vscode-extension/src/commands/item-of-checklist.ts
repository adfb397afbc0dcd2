import { failureText, type Result } from '@daywatch/shared/client/result.ts';
import { t } from '@vscode/l10n';
import { commands, window } from 'vscode';
import { type Cockpit, clientOf } from '../cockpit.ts';
import type { ItemOfDeployment } from '../content/preflight-content.ts';
import { mayChange } from '../content/preflight-content.ts';
import { currentView } from '../model.ts';
import { withoutLinks } from '../without-links.ts';
import { fixActions, type ItemAction } from './fix-actions.ts';

export const isItem = (given: unknown): given is ItemOfDeployment =>
  typeof given === 'object' && given !== null && 'deployment' in given && 'item' in given;

/** The item, and the deployment it belongs to, as they are now. */
function found(cockpit: Cockpit, { deployment, item }: ItemOfDeployment) {
  const view = currentView(cockpit.model());
  const whole = [view?.planned, view?.deployment].find((one) => one?.id === deployment);
  const listed = whole?.checklist.find(({ id }) => id === item);
  if (whole === undefined || listed === undefined) throw new Error(t('This item is no longer there.'));
  return { deployment: whole, item: listed };
}

async function expectDone(result: Result<unknown>): Promise<void> {
  if (!result.ok) throw new Error(failureText(result.failure));
}

/** Signs what is not signed, withdraws what is. A sign-off is for this commit and this plan. */
export async function toggleSignOff(cockpit: Cockpit, given: ItemOfDeployment): Promise<void> {
  const { deployment, item } = found(cockpit, given);
  const client = await clientOf(cockpit);
  if (item.state === 'passed') {
    await expectDone(await client.withdrawSignOff({ deployment: deployment.id, item: item.id }));
    return;
  }
  const note = await window.showInputBox({
    title: `${item.title} (${item.role ?? 'lead'})`,
    prompt: withoutLinks(
      t(
        'Signs for {0} ({1}). A note, if there is something to say.',
        deployment.version,
        deployment.commit.slice(0, 7),
      ),
    ),
    placeHolder: t('Note (optional)'),
    ignoreFocusOut: true,
  });
  if (note === undefined) return;
  const body = { item: item.id, ...(note.trim() !== '' && { note: note.trim() }) };
  const signed = await client.signOff({ deployment: deployment.id, body });
  const refused = signed.ok ? undefined : signed.failure;
  if (refused?.type !== 'refused' || refused.problem.code !== 'wrong-person' || item.role === undefined)
    return expectDone(signed);
  const standIn = t('Sign in the Place of {0}', item.role);
  const detail = `${refused.problem.detail} ${t('The record says that somebody stood in.')}`;
  if ((await window.showWarningMessage(refused.problem.title, { modal: true, detail }, standIn)) !== standIn) return;
  await expectDone(await client.signOff({ deployment: deployment.id, body: { ...body, as: item.role } }));
}

/** Goes on although this item is open. It takes a lead and a reason, which stand in the verdict and the report. */
export async function overrideItem(cockpit: Cockpit, given: ItemOfDeployment): Promise<void> {
  const { deployment, item } = found(cockpit, given);
  const reason = await window.showInputBox({
    title: t('Override: {0}', item.title),
    prompt: t('Why the deploy may go on without it. It stands in the verdict and in the report.'),
    validateInput: (text) => (text.trim() === '' ? t('A reason is needed.') : undefined),
    ignoreFocusOut: true,
  });
  if (reason === undefined) return;
  const body = { what: item.id, reason: reason.trim() };
  const client = await clientOf(cockpit);
  await expectDone(await client.override({ deployment: deployment.id, body }));
}

/** The evidence of an item, and what can be done about it. */
export async function showItem(cockpit: Cockpit, given: ItemOfDeployment): Promise<void> {
  const { deployment, item } = found(cockpit, given);
  const isOpen = item.state !== 'passed' && item.override === undefined;
  const actions: ItemAction[] = mayChange(deployment)
    ? [
        ...(isOpen ? await fixActions(cockpit, item) : []),
        ...(item.by === 'people'
          ? [
              {
                label: item.state === 'passed' ? `$(close) ${t('Withdraw Sign-Off')}` : `$(check) ${t('Sign Off…')}`,
                run: () => toggleSignOff(cockpit, given),
              },
            ]
          : []),
        ...(item.by === 'daemon'
          ? [{ label: `$(refresh) ${t('Look Again')}`, run: () => lookAgain(cockpit, deployment.id) }]
          : []),
        ...(item.by === 'runner'
          ? [{ label: `$(refresh) ${t('Look Again')}`, run: () => commands.executeCommand('daywatch.prepare') }]
          : []),
        ...(isOpen ? [{ label: `$(warning) ${t('Override…')}`, run: () => overrideItem(cockpit, given) }] : []),
      ]
    : [];
  const title = `${item.title}: ${item.override === undefined ? item.state : t('overridden')}`;
  const picked = await window.showQuickPick(
    actions.length === 0
      ? [{ label: `$(history) ${t('This deployment has gone on; nothing can be changed.')}`, run: noAction }]
      : actions,
    { title, placeHolder: item.override?.reason ?? item.because },
  );
  await picked?.run();
}

const noAction = async (): Promise<void> => undefined;

async function lookAgain(cockpit: Cockpit, deployment: string): Promise<void> {
  const client = await clientOf(cockpit);
  await expectDone(await client.lookAtChecklist({ deployment }));
}
