import { t } from '@vscode/l10n';
import { escapeMarkdown } from '../escape-markdown.ts';
import type { Path } from './plan-text.ts';
import { type Schema, schemasAt } from './schema.ts';

/** What is known of a key, as lines of Markdown; nothing when the plan has no such key. */
export function hoverLines(root: Schema, plan: unknown, path: Path): readonly string[] {
  const schemas = schemasAt(root, plan, path);
  const descriptions = unique(schemas.flatMap(({ description }) => description ?? []));
  const facts = [
    ...choicesLine(choicesOf(schemas)),
    ...unique(
      schemas.flatMap((one) =>
        one.default === undefined ? [] : [t('Default: {0}', `\`${JSON.stringify(one.default)}\``)],
      ),
    ),
  ];
  if (descriptions.length === 0 && facts.length === 0) return [];
  return [`**${escapeMarkdown(String(path.at(-1)))}**`, ...descriptions, ...facts];
}

/** Values that a schema names one by one. */
export const choicesOf = (schemas: readonly Schema[]): readonly { value: string; description?: string }[] => {
  const choices = new Map<string, { value: string; description?: string }>();
  for (const schema of schemas) {
    const own = schema.const === undefined ? (schema.enum ?? []) : [schema.const];
    const said = schema.type === 'boolean' ? [true, false] : own;
    for (const one of said) {
      if (typeof one === 'object') continue;
      const value = String(one);
      const description = schema.const === undefined ? undefined : schema.description;
      if (!choices.has(value)) choices.set(value, { value, ...(description !== undefined && { description }) });
    }
  }
  return [...choices.values()];
};

const choicesLine = (choices: readonly { value: string }[]): readonly string[] =>
  choices.length === 0 ? [] : [t('One of {0}', choices.map(({ value }) => `\`${value}\``).join(', '))];

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
