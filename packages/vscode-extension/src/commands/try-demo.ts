import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { t } from '@vscode/l10n';
import { commands, ProgressLocation, type QuickPickItem, Uri, window } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { say } from '../say.ts';
import { runProgram } from './run-program.ts';
import { trusted } from './trusted.ts';

const run = promisify(execFile);

interface Choice extends QuickPickItem {
  readonly take: () => Promise<unknown>;
}

/** A sample service to deploy, to break and to roll back; in the sample itself, what can be done with it next. */
export async function tryDemo(cockpit: Cockpit): Promise<void> {
  const { folder } = cockpit;
  const choices = folder !== undefined && isSample(folder) ? await goOn(cockpit, folder) : beginnings(cockpit, folder);
  if (choices === undefined) return;
  const picked = await window.showQuickPick(choices.items, {
    title: t('Daywatch Demo'),
    placeHolder: choices.say,
    // What happens in a terminal meanwhile may take the focus.
    ignoreFocusOut: true,
  });
  await picked?.take();
}

interface Choices {
  readonly say: string;
  readonly items: readonly Choice[];
}

function beginnings(cockpit: Cockpit, folder: string | undefined): Choices {
  const fresh = freshFolder(homedir());
  return {
    say: t(
      'A small service with its git repository is written there, and started on this machine. No network is used.',
    ),
    items: [
      ...(folder !== undefined && readdirSync(folder).length === 0
        ? [{ label: `$(folder) ${t('In This Folder')}`, description: folder, take: () => writeHere(cockpit, folder) }]
        : []),
      {
        label: `$(new-folder) ${t('In a New Folder')}`,
        description: fresh,
        take: () => writeElsewhere(cockpit, fresh),
      },
      { label: `$(folder-opened) ${t('In an Empty Folder…')}`, take: () => chooseFolder(cockpit) },
    ],
  };
}

async function goOn(cockpit: Cockpit, folder: string): Promise<Choices | undefined> {
  if (!(await trusted(t('The demo')))) return undefined;
  const format = '%(refname:lstrip=3)%09%(contents:subject)';
  const { stdout } = await run('git', ['for-each-ref', `--format=${format}`, 'refs/heads/release'], { cwd: folder });
  const releases = stdout.split('\n').filter((line) => line !== '');
  return {
    say: t('README.md says what to try.'),
    items: [
      ...releases.map((line) => {
        const [release = '', subject = ''] = line.split('\t');
        return {
          label: `$(git-merge) ${t('Put {0} on Staging', release)}`,
          description: subject,
          take: () => putOnStaging(folder, release),
        };
      }),
      {
        label: `$(debug-stop) ${t('End the Demo')}`,
        description: t('The service, its customers and the daemon end. The files stay.'),
        take: () => end(cockpit, folder),
      },
    ],
  };
}

async function chooseFolder(cockpit: Cockpit): Promise<void> {
  const [chosen] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      canSelectMany: false,
      title: t('An empty folder for the demo'),
    })) ?? [];
  if (chosen !== undefined) await writeElsewhere(cockpit, chosen.fsPath);
}

async function writeHere(cockpit: Cockpit, folder: string): Promise<void> {
  await write(cockpit, folder);
  await commands.executeCommand('markdown.showPreview', Uri.file(join(folder, 'README.md')));
}

/** Its own settings open its README there. */
async function writeElsewhere(cockpit: Cockpit, folder: string): Promise<void> {
  await write(cockpit, folder);
  await commands.executeCommand('vscode.openFolder', Uri.file(folder), {
    forceNewWindow: cockpit.folder !== undefined,
  });
}

async function write({ program, log }: Cockpit, folder: string): Promise<void> {
  const options = { title: t('Writing the sample and starting it…'), location: ProgressLocation.Notification };
  const said = await window.withProgress(options, () =>
    runProgram(program, ['demo', '--project', folder], { cwd: homedir() }),
  );
  for (const line of said.trim().split('\n')) log(line);
}

async function putOnStaging(folder: string, release: string): Promise<void> {
  const { stdout } = await run('./put-on-staging.sh', [release], { cwd: folder });
  void say.information(stdout.trim());
}

async function end({ program }: Cockpit, folder: string): Promise<void> {
  await runProgram(program, ['demo', '--project', folder, '--end'], { cwd: folder });
  // While it is open, the editor would start the daemon again.
  await commands.executeCommand('workbench.action.closeFolder');
}

function freshFolder(home: string): string {
  const free = (number: number): string => {
    const path = join(home, number === 1 ? 'daywatch-sample' : `daywatch-sample-${number}`);
    return existsSync(path) ? free(number + 1) : path;
  };
  return free(1);
}

function isSample(folder: string): boolean {
  try {
    const manifest: { name?: unknown } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return manifest.name === 'daywatch-sample';
  } catch {
    return false;
  }
}
