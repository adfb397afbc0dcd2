import { t } from '@vscode/l10n';
import {
  Disposable,
  type DocumentSelector,
  LanguageStatusSeverity,
  languages,
  type TextDocument,
  window,
} from 'vscode';
import { type Check, type PlanStatus, planStatus } from './plan-status.ts';

const severities: Readonly<Record<PlanStatus['severity'], LanguageStatusSeverity>> = {
  information: LanguageStatusSeverity.Information,
  warning: LanguageStatusSeverity.Warning,
  error: LanguageStatusSeverity.Error,
};

export interface PlanStatusItem extends Disposable {
  tell(document: TextDocument, check: Check): void;
  /** It is closed. */
  forget(document: TextDocument): void;
}

/** Beside the language in the status bar: whether the plan in front is valid. */
export function createPlanStatusItem(selector: DocumentSelector): PlanStatusItem {
  const item = languages.createLanguageStatusItem('daywatch.plan', selector);
  item.name = t('Daywatch plan');
  const checks = new Map<string, Check>();

  function show(): void {
    const check = checks.get(String(window.activeTextEditor?.document.uri));
    if (check === undefined) return;
    const { text, detail, severity, command } = planStatus(check);
    item.text = text;
    item.detail = detail;
    item.severity = severities[severity];
    item.command = command;
    item.busy = check.state === 'checking';
  }

  const all = Disposable.from(item, window.onDidChangeActiveTextEditor(show));
  return {
    tell({ uri }, check) {
      checks.set(String(uri), check);
      show();
    },
    forget: ({ uri }) => void checks.delete(String(uri)),
    dispose: () => all.dispose(),
  };
}
