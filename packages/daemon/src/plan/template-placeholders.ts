/** What a template may name, and what it stands for. */
export const placeholders = {
  service: 'what is deployed',
  environment: 'where: production',
  version: 'the version',
  commit: 'its commit',
  'deployed-by': 'who deploys it',
  status: 'what has happened, in a few words',
  verdict: 'GO, NO-GO or UNDECIDED',
  recommendation: 'proceed, hold or roll back',
  rule: 'the rule that made the verdict',
  reasons: 'every reason, as a list',
  previous: 'the version before',
  decision: 'what was decided, by whom, and why',
  opens: 'when the window opens, by its own clocks',
  closes: 'when the window closes',
  expected: 'how long it should take',
  late: 'that there was less time than the plan wants',
  'watch-for': 'how long it is watched',
  at: 'when it happened',
  deployment: 'the id of the deployment',
  report: 'a link to the report',
  dashboard: 'a link to the live dashboard',
  editor: 'a link that shows the deployment in VS Code',
  dashboards: "the plan's dashboards, as a list of links",
  decide: 'links to decide, for those who may',
} as const;
export type Placeholder = keyof typeof placeholders;

export const placeholderPattern = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** What a template names and nobody knows, with its line, from 1. */
export function unknownPlaceholders(template: string): readonly { readonly name: string; readonly line: number }[] {
  return template
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(placeholderPattern)].flatMap(([, name = '']) =>
        Object.hasOwn(placeholders, name) ? [] : [{ name, line: index + 1 }],
      ),
    );
}
