import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { t } from '@vscode/l10n';
import {
  ConfigurationTarget,
  commands,
  type Disposable,
  TerminalShellExecutionCommandLineConfidence,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { currentView } from '../model.ts';
import { say } from '../say.ts';
import { situationOf } from '../situation.ts';
import { type Around, offerOf, typedDeploy } from './typed-deploy.ts';

const properly = t('Deploy Properly…');
const never = t("Don't Ask Again");

/** Notices a deploy that was typed by hand, and offers the one that has a record and a watch. */
export function watchTerminals(cockpit: Cockpit): Disposable {
  let asking = false;

  async function around(): Promise<Around> {
    const { environment, detectDeploys } = cockpit.settings();
    const present = currentView(cockpit.model())?.deployment;
    return {
      trusted: workspace.isTrusted,
      wanted: detectDeploys,
      situation: situationOf(cockpit.model()),
      steps: await stepsOf(cockpit.plan(), environment),
      ...(present !== undefined && { present }),
    };
  }

  async function offer(message: string): Promise<void> {
    const answer = await say.information(message, properly, t('Not Now'), never);
    if (answer === properly) await commands.executeCommand('daywatch.deployProduction');
    if (answer !== never) return;
    await workspace.getConfiguration('daywatch').update('detectDeploys', false, ConfigurationTarget.Global);
    // Where it is switched on again.
    await commands.executeCommand('workbench.action.openSettings', 'daywatch.detectDeploys');
  }

  return window.onDidEndTerminalShellExecution(async ({ execution, exitCode }) => {
    if (asking) return;
    const { commandLine, cwd } = execution;
    const facts = await around();
    const step = typedDeploy(
      {
        line: commandLine.value,
        certain: commandLine.confidence === TerminalShellExecutionCommandLineConfidence.High,
        exitCode,
        inFolder: isInside(cockpit.folder, cwd),
      },
      facts,
    );
    // Another one may have ended while the plan was read.
    if (step === undefined || asking) return;
    asking = true;
    try {
      await offer(offerOf(step, cockpit.settings().environment, facts));
    } finally {
      asking = false;
    }
  });
}

async function stepsOf(plan: string | undefined, environment: string): Promise<readonly string[]> {
  if (plan === undefined) return [];
  const { deploySteps } = await import('./deploy-steps.ts');
  try {
    return deploySteps(readFileSync(plan, 'utf8'), environment);
  } catch {
    // It may be replaced at this very moment.
    return [];
  }
}

function isInside(folder: string | undefined, cwd: Uri | undefined): boolean | undefined {
  if (folder === undefined || cwd === undefined) return undefined;
  const way = relative(folder, cwd.fsPath);
  return !way.startsWith('..') && !isAbsolute(way);
}
