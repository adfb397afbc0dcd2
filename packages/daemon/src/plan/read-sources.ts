import { name as nameSchema, type SourcePlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { SourceKind } from '../ports/kind.ts';
import { checkVariables } from './check-variables.ts';
import { didYouMean, listed } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { readMapping, readValue } from './read-fields.ts';
import { describeValue } from './words.ts';

/** A source as criteria see it. Without `kind` its type is not known, which is reported once, at the source. */
export interface NamedSource {
  readonly name: string;
  readonly kind: SourceKind | undefined;
  /** `undefined` when the options are faulty. */
  readonly plan: SourcePlan | undefined;
}

interface Written {
  readonly value: unknown;
  readonly sourceKinds: readonly SourceKind[];
  readonly report: Report;
}

export function readSources({ value, sourceKinds, report }: Written): ReadonlyMap<string, NamedSource> {
  const sources = new Map<string, NamedSource>();
  if (value === undefined) return sources;
  const path = ['sources'];
  for (const [name, written] of Object.entries(readMapping({ value, path, report }) ?? {})) {
    checkName({ name, path: [...path, name], report });
    sources.set(name, readSource(name, { value: written, path: [...path, name], sourceKinds, report }));
  }
  return sources;
}

function readSource(
  name: string,
  { value, path, sourceKinds, report }: Written & { readonly path: Path },
): NamedSource {
  const nothing = { name, kind: undefined, plan: undefined };
  const mapping = readMapping({ value, path, report });
  if (mapping === undefined) return nothing;
  checkVariables({ value, path, known: [], report });
  const { type, ...options } = mapping;
  const kinds = sourceKinds.filter(({ writtenUnder }) => writtenUnder === undefined);
  const types = kinds.map((kind) => kind.type);
  if (type === undefined) {
    const message = `the source "${name}" has no type`;
    report({ code: 'missing-key', path, at: 'key', message, hint: `Add type: ${listed(types)}.`, about: ['type'] });
    return nothing;
  }
  const kind = kinds.find((one) => one.type === type);
  if (kind === undefined) {
    const message = `unknown type of source ${describeValue(type)}`;
    report({
      code: 'unknown-source-type',
      path: [...path, 'type'],
      at: 'value',
      message,
      hint: didYouMean(type, types),
    });
    return nothing;
  }
  const accepted = readValue(kind.options, { value: options, path, report });
  return { name, kind, plan: accepted === undefined ? undefined : { name, type: kind.type, options } };
}

export function checkName({ name, path, report }: { name: string; path: Path; report: Report }): void {
  const issue = nameSchema.safeParse(name).error?.issues[0];
  if (issue !== undefined)
    report({ code: 'wrong-name', path, at: 'key', message: `"${name}" is not a name: ${issue.message}` });
}
