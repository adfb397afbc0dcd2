import { type Disposable, RelativePattern, workspace } from 'vscode';
import { planNames } from '../find-plan.ts';

/** Calls when the first folder gets a plan or loses it. */
export function watchPlan(changed: () => void): Disposable {
  const [folder] = workspace.workspaceFolders ?? [];
  if (folder === undefined) return { dispose() {} };
  const pattern = new RelativePattern(folder, `{${planNames.join(',')}}`);
  const watcher = workspace.createFileSystemWatcher(pattern, false, true, false);
  watcher.onDidCreate(changed);
  watcher.onDidDelete(changed);
  return watcher;
}
