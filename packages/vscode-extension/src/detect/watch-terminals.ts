import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
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
import { situationOf } from '../situation.ts';
import { deploySteps } from './deploy-steps.ts';
import { type Around, offerOf, typedDeploy } from './typed-deploy.ts';

const properly = 'Deploy Properly…';
const never = "Don't Ask Again";

/** Notices a deploy that was typed by hand, and offers the one that has a record and a watch. */
export function watchTerminals(cockpit: Cockpit): Disposable {
  let asking = false;

  function around(): Around {
    const { environment, detectDeploys } = cockpit.settings();
    const present = currentView(cockpit.model())?.deployment;
    return {
      trusted: workspace.isTrusted,
      wanted: detectDeploys,
      situation: situationOf(cockpit.model()),
      steps: stepsOf(cockpit.plan(), environment),
      ...(present !== undefined && { present }),
    };
  }

  async function offer(message: string): Promise<void> {
    const answer = await window.showInformationMessage(message, properly, 'Not Now', never);
    if (answer === properly) await commands.executeCommand('daywatch.deployProduction');
    if (answer !== never) return;
    await workspace.getConfiguration('daywatch').update('detectDeploys', false, ConfigurationTarget.Global);
    // Where it is switched on again.
    await commands.executeCommand('workbench.action.openSettings', 'daywatch.detectDeploys');
  }

  return window.onDidEndTerminalShellExecution(async ({ execution, exitCode }) => {
    if (asking) return;
    const { commandLine, cwd } = execution;
    const facts = around();
    const step = typedDeploy(
      {
        line: commandLine.value,
        certain: commandLine.confidence === TerminalShellExecutionCommandLineConfidence.High,
        exitCode,
        inFolder: isInside(cockpit.folder, cwd),
      },
      facts,
    );
    if (step === undefined) return;
    asking = true;
    try {
      await offer(offerOf(step, cockpit.settings().environment, facts));
    } finally {
      asking = false;
    }
  });
}

function stepsOf(plan: string | undefined, environment: string): readonly string[] {
  try {
    return plan === undefined ? [] : deploySteps(readFileSync(plan, 'utf8'), environment);
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
