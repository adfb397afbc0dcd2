/** What a link into the editor asks for: `vscode://daywatch.daywatch/dashboard/01JE…`. */
export interface DeepLink {
  readonly command: string;
  readonly given?: string;
}

/** What a deploy is told that begins with a link. */
export const byLink = 'by-link';

/** The command behind a link. What changes anything asks a person first, as from everywhere else. Pure. */
export function deepLink(path: string): DeepLink | undefined {
  const [what, id] = path.split('/').filter((part) => part !== '');
  const given = id !== undefined && /^[\w-]{8,40}$/.test(id) ? { given: id } : {};
  switch (what) {
    case 'dashboard':
      return { command: 'daywatch.openDashboard', ...given };
    case 'verdict':
      return { command: 'daywatch.showVerdict' };
    case 'report':
      return { command: 'daywatch.openReport', ...given };
    case 'deploy':
      return { command: 'daywatch.deployProduction', given: byLink };
    case 'roll-back':
      return { command: 'daywatch.rollBack', ...given };
    default:
      return undefined;
  }
}
