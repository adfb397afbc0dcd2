import { t } from '@vscode/l10n';

/** How the check of a plan stands. */
export type Check =
  | { readonly state: 'checking' }
  | { readonly state: 'checked'; readonly problems: number }
  | { readonly state: 'not-checked'; readonly because: string };

/** What the editor says of the plan's language. */
export interface PlanStatus {
  readonly text: string;
  /** Beside it: who says so, or why it cannot be said. */
  readonly detail: string;
  readonly severity: 'information' | 'warning' | 'error';
  readonly command?: { readonly title: string; readonly command: string };
}

const by = 'Daywatch';

/** Whether the plan is one that the daemon would take. Pure. */
export function planStatus(check: Check): PlanStatus {
  switch (check.state) {
    case 'checking':
      return { text: t('Checking the plan'), detail: by, severity: 'information' };
    case 'checked':
      if (check.problems === 0) return { text: t('The plan is valid'), detail: by, severity: 'information' };
      return {
        text: check.problems === 1 ? t('The plan has a problem') : t('The plan has {0} problems', check.problems),
        detail: by,
        severity: 'error',
        command: { title: t('Show Problems'), command: 'workbench.actions.view.problems' },
      };
    case 'not-checked':
      return {
        text: t('The plan could not be checked'),
        detail: check.because,
        severity: 'warning',
        command: { title: t('Show Log'), command: 'daywatch.showLog' },
      };
  }
}
