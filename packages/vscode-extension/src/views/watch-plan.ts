import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { Disposable, type FileSystemWatcher, RelativePattern, Uri, workspace } from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { planNames } from '../find-plan.ts';

/** Calls when the first folder gets a plan or loses it, and when the settings name another file. */
export function watchPlan({ folder, settings }: Cockpit, changed: () => void): Disposable {
  if (folder === undefined) return { dispose() {} };
  const begin = (): FileSystemWatcher => {
    const watcher = workspace.createFileSystemWatcher(patternOf(folder, settings().planPath), false, true, false);
    watcher.onDidCreate(changed);
    watcher.onDidDelete(changed);
    return watcher;
  };
  let watcher = begin();
  const settingsChanged = workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration('daywatch.plan')) return;
    watcher.dispose();
    watcher = begin();
    changed();
  });
  return Disposable.from(settingsChanged, { dispose: () => watcher.dispose() });
}

function patternOf(folder: string, set: string | undefined): RelativePattern {
  if (set === undefined) return new RelativePattern(Uri.file(folder), `{${planNames.join(',')}}`);
  const path = resolve(folder, set);
  const way = relative(folder, path);
  // What stands below the folder is seen with its own folder, which may not be there yet.
  return way.startsWith('..') || isAbsolute(way)
    ? new RelativePattern(Uri.file(dirname(path)), basename(path))
    : new RelativePattern(Uri.file(folder), way.split(sep).join('/'));
}
