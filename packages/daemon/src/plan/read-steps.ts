import { type StepPlan, stepCommon } from '@daywatch/shared/vocabulary/plan.ts';
import { minutes } from '@daywatch/shared/vocabulary/time.ts';
import type { StepKind } from '../ports/step.ts';
import { checkVariables } from './check-variables.ts';
import { listed } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { type Mapping, readFields, readList, readMapping, readValue } from './read-fields.ts';
import type { NamedWorkflow } from './read-workflows.ts';
import { unknownKey } from './unknown-key.ts';
import { named } from './words.ts';
import { workflowNamed } from './workflow-of-criterion.ts';

const longestStep = minutes(30);

interface Written {
  readonly value: unknown;
  readonly path: Path;
  /** Names that may stand in `${…}`. */
  readonly variables: readonly string[];
  readonly workflows: ReadonlyMap<string, NamedWorkflow>;
  readonly stepKinds: readonly StepKind[];
  readonly report: Report;
}

export function readSteps(written: Written): readonly StepPlan[] {
  const ids = new Set<string>();
  return readList(written).flatMap((value, index) => {
    const path = [...written.path, index];
    checkVariables({ value, path, known: written.variables, report: written.report });
    const step = readStep({ ...written, value, path });
    return step === undefined ? [] : [{ id: uniqueId(step.title, ids), ...step }];
  });
}

function readStep({ value, path, workflows, stepKinds, report }: Written): Omit<StepPlan, 'id'> | undefined {
  if (value === '') {
    report({ code: 'wrong-value', path, at: 'value', message: `${named(path)} must not be empty` });
    return undefined;
  }
  const mapping = typeof value === 'string' ? { run: value } : readMapping({ value, path, report });
  if (mapping === undefined) return undefined;
  const kind = kindOf(mapping, { path, stepKinds, report });
  if (kind === undefined) return undefined;
  const { title, timeout, service, ...options } = mapping;
  const common = readFields(stepCommon, { value: { title, timeout, service }, path, report });
  const read = readValue(kind.options, {
    value: options,
    path,
    // A step that is only text has no key of its own: its faults are the text's.
    report: (fault) => report(typeof value === 'string' ? { ...fault, path } : fault),
  });
  if (kind.type === 'workflow') workflowNamed(mapping.workflow, { path, workflows, report });
  if (read === undefined || common === undefined) return undefined;
  return {
    title: common.title ?? kind.title(read),
    type: kind.type,
    options: read,
    timeout: common.timeout ?? longestStep,
    ...(common.service !== undefined && { service: common.service }),
  };
}

function kindOf(
  mapping: Mapping,
  { path, stepKinds, report }: Pick<Written, 'path' | 'stepKinds' | 'report'>,
): StepKind | undefined {
  const keys = Object.keys(mapping);
  const kinds = stepKinds.filter((kind) => keys.includes(kind.type));
  const [kind, second] = kinds;
  if (kind !== undefined && second !== undefined) {
    report({
      code: 'ambiguous-step',
      path: [...path, second.type],
      at: 'key',
      message: `a step does one thing, and this one has ${kinds.map((one) => `"${one.type}"`).join(' and ')}`,
      hint: 'Make them two steps.',
    });
    return undefined;
  }
  if (kind !== undefined) return kind;
  const types = stepKinds.map((one) => one.type);
  const key = keys.find((one) => !Object.hasOwn(stepCommon.shape, one));
  if (key === undefined) {
    const hint = `A step is a command line, or has one of the keys ${listed(types)}.`;
    report({ code: 'unknown-step', path, at: 'value', message: 'the step does not say what to do', hint });
  } else
    report({
      ...unknownKey({ key, path, known: types }),
      code: 'unknown-step',
      message: `unknown kind of step "${key}"`,
    });
  return undefined;
}

/** `git merge --no-edit staging` → `git-merge-no-edit-staging`; the second of the same gets `-2`. */
function uniqueId(title: string, taken: Set<string>): string {
  const slug =
    title
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 60)
      .replace(/^-+|-+$/g, '') || 'step';
  let id = slug;
  for (let count = 2; taken.has(id); count += 1) id = `${slug}-${count}`;
  taken.add(id);
  return id;
}
