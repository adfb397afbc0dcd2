import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { t } from '@vscode/l10n';
import {
  CodeAction,
  CodeActionKind,
  CodeLens,
  CompletionItem,
  CompletionItemKind,
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  type DocumentSelector,
  EventEmitter,
  Hover,
  languages,
  MarkdownString,
  Range,
  RelativePattern,
  SnippetString,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import type { Cockpit } from '../cockpit.ts';
import { planNames } from '../find-plan.ts';
import { completionsAt } from './completions.ts';
import { fixesOf, spotOf } from './fixes.ts';
import { hoverLines } from './hover.ts';
import { isPlan } from './is-plan.ts';
import { lensesOf } from './lenses.ts';
import { createPlanChecker } from './plan-checker.ts';
import { createPlanStatusItem } from './plan-status-item.ts';
import { readPlanText, spotAt } from './plan-text.ts';
import type { Schema } from './schema.ts';

/** Long enough for a word to be written. */
const checkAfter = 300;
/** A problem as it was told, kept for its fixes. */
const told = new WeakMap<Diagnostic, Parameters<typeof fixesOf>[0]>();

const usual = planNames.map((name) => ({ scheme: 'file', pattern: `**/${name}` }));

export interface PlanHelp extends Disposable {
  /** What is known of the criteria may have changed. */
  show(): void;
}

/** What the editor knows of a plan while it is written, without any other extension. */
export function registerPlanHelp(cockpit: Cockpit, extensionPath: string): PlanHelp {
  // `daywatch.plan.path` may name another file.
  const set = cockpit.plan();
  const selector: DocumentSelector =
    set === undefined
      ? usual
      : [...usual, { scheme: 'file', pattern: new RelativePattern(Uri.file(dirname(set)), basename(set)) }];
  const checker = createPlanChecker(cockpit.program);
  const diagnostics = languages.createDiagnosticCollection('daywatch');
  const status = createPlanStatusItem(selector);
  const lensesChanged = new EventEmitter<void>();
  const pending = new Map<string, NodeJS.Timeout>();
  let read: Schema | undefined;
  /** Read with the first question: no plan may ever be opened. */
  const schema = (): Schema => {
    read ??= JSON.parse(readFileSync(join(extensionPath, 'dist', 'plan.schema.json'), 'utf8')) as Schema;
    return read;
  };

  function checkSoon(document: TextDocument): void {
    if (!isPlan(document, cockpit)) return;
    const key = document.uri.toString();
    clearTimeout(pending.get(key));
    status.tell(document, { state: 'checking' });
    pending.set(
      key,
      setTimeout(() => {
        pending.delete(key);
        void checkNow(document);
      }, checkAfter),
    );
  }

  async function checkNow(document: TextDocument): Promise<void> {
    const { version } = document;
    const text = document.getText();
    try {
      const problems = await checker.check(document.fileName, text);
      // What was written since is checked by itself.
      if (document.isClosed || document.version !== version) return;
      const plan = readPlanText(text);
      const found = problems.map((problem) => {
        const spot = spotOf(problem, plan, text);
        const range =
          spot === undefined
            ? new Range((problem.line ?? 1) - 1, (problem.column ?? 1) - 1, (problem.line ?? 1) - 1, 1_000)
            : new Range(document.positionAt(spot.start), document.positionAt(spot.end));
        const message = problem.hint === undefined ? problem.message : `${problem.message}. ${problem.hint}`;
        const diagnostic = new Diagnostic(range, message, DiagnosticSeverity.Error);
        diagnostic.source = 'Daywatch';
        diagnostic.code = problem.code;
        told.set(diagnostic, problem);
        return diagnostic;
      });
      diagnostics.set(document.uri, found);
      status.tell(document, { state: 'checked', problems: found.length });
    } catch (cause) {
      const because = cause instanceof Error ? cause.message : String(cause);
      cockpit.log(`The plan cannot be checked: ${because}`);
      if (!document.isClosed) status.tell(document, { state: 'not-checked', because });
    }
  }

  const rangeOf = (document: TextDocument, { start, end }: { readonly start: number; readonly end: number }): Range =>
    new Range(document.positionAt(start), document.positionAt(end));

  const parts = [
    diagnostics,
    status,
    lensesChanged,
    { dispose: () => checker.close() },
    workspace.onDidOpenTextDocument(checkSoon),
    workspace.onDidChangeTextDocument(({ document }) => checkSoon(document)),
    workspace.onDidCloseTextDocument((document) => {
      diagnostics.delete(document.uri);
      status.forget(document);
    }),
    languages.registerHoverProvider(selector, {
      provideHover(document, position) {
        const plan = readPlanText(document.getText());
        const spot = spotAt(plan, document.offsetAt(position));
        if (spot === undefined) return undefined;
        const lines = hoverLines(schema(), plan.value, spot.path);
        return lines.length === 0
          ? undefined
          : new Hover(new MarkdownString(lines.join('\n\n')), rangeOf(document, spot));
      },
    }),
    languages.registerCompletionItemProvider(
      selector,
      {
        provideCompletionItems(document, position) {
          if (document.fileName.endsWith('.json')) return [];
          return completionsAt(schema(), document.getText(), document.offsetAt(position)).map(
            ({ label, insert, kind, description, needed, start, end }) => {
              const item = new CompletionItem(
                label,
                kind === 'key' ? CompletionItemKind.Property : CompletionItemKind.Value,
              );
              item.insertText = new SnippetString(insert);
              item.range = rangeOf(document, { start, end });
              item.sortText = `${needed ? '0' : '1'} ${label}`;
              if (description !== undefined) item.documentation = new MarkdownString(description);
              return item;
            },
          );
        },
      },
      ' ',
      ':',
      '{',
      '[',
    ),
    languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: lensesChanged.event,
      provideCodeLenses(document) {
        const plan = readPlanText(document.getText());
        return lensesOf(plan, cockpit.model().views, cockpit.now()).flatMap(
          ({ environment, criterion, start, live }) => {
            const range = rangeOf(document, { start, end: start });
            return [
              ...(live === undefined
                ? []
                : [
                    new CodeLens(range, {
                      title: live,
                      command: 'daywatch.openDashboard',
                      tooltip: t('Open the dashboard'),
                    }),
                  ]),
              new CodeLens(range, {
                title: t('Run now'),
                command: 'daywatch.readCriterion',
                arguments: [{ environment, criterion }],
                tooltip: t('Take one reading of it; nothing is recorded'),
              }),
            ];
          },
        );
      },
    }),
    languages.registerCodeActionsProvider(
      selector,
      {
        provideCodeActions(document, _range, { diagnostics: here }) {
          const text = document.getText();
          const plan = readPlanText(text);
          return here.flatMap((diagnostic) => {
            const problem = told.get(diagnostic) ?? known(document, diagnostic);
            return (problem === undefined ? [] : fixesOf(problem, plan, text)).map((fix) => {
              const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
              action.diagnostics = [diagnostic];
              action.isPreferred = true;
              action.edit = new WorkspaceEdit();
              action.edit.replace(document.uri, rangeOf(document, fix), fix.replacement);
              return action;
            });
          });
        },
      },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
  ];

  /** The editor hands out copies of what it was given. */
  function known(document: TextDocument, { range, message }: Diagnostic) {
    const own = diagnostics.get(document.uri)?.find((one) => one.message === message && one.range.isEqual(range));
    return own === undefined ? undefined : told.get(own);
  }

  for (const document of workspace.textDocuments) checkSoon(document);
  const all = Disposable.from(...parts);
  let shown = '';
  return {
    show() {
      const plans = workspace.textDocuments.filter((document) => isPlan(document, cockpit));
      const lenses = plans.flatMap((plan) =>
        lensesOf(readPlanText(plan.getText()), cockpit.model().views, cockpit.now()),
      );
      const content = JSON.stringify(lenses.map(({ criterion, live }) => [criterion, live]));
      if (content !== shown) lensesChanged.fire();
      shown = content;
    },
    dispose() {
      for (const timer of pending.values()) clearTimeout(timer);
      all.dispose();
    },
  };
}
