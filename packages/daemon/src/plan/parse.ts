import { type Plan, planInput, type SourcePlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { Problem } from '@daywatch/shared/vocabulary/problem.ts';
import type { ChecklistKind } from '../ports/checklist-item.ts';
import type { SourceKind } from '../ports/kind.ts';
import type { NotifierShape } from '../ports/notifier.ts';
import type { StepKind } from '../ports/step.ts';
import { checkServices } from './check-services.ts';
import type { PlanFault, Report } from './fault.ts';
import { locate } from './locate.ts';
import { withoutMisspelt } from './misspelt.ts';
import { planHash } from './plan-hash.ts';
import { presetKeys } from './preset.ts';
import { expandPreset } from './presets.ts';
import { readEnvironment } from './read-environment.ts';
import { isMapping, readFields, readMapping } from './read-fields.ts';
import { checkName, readSources } from './read-sources.ts';
import { readWorkflows } from './read-workflows.ts';
import { readYaml } from './read-yaml.ts';
import { beside, undecidedIn } from './undecided.ts';

export interface PlanText {
  readonly text: string;
  /** As it is to be called in problems. */
  readonly file: string;
  readonly sourceKinds: readonly SourceKind[];
  readonly stepKinds: readonly StepKind[];
  readonly checklistKinds: readonly ChecklistKind[];
  readonly notifierKinds: readonly NotifierShape[];
  /** Looks at what stands beside the plan, once the plan itself is right. */
  readonly checkBeside?: (plan: Plan, report: Report) => void;
}
export type ParsedPlan = { readonly plan: Plan } | { readonly problems: readonly Problem[] };

/** Reads a plan: either it is right as a whole, or every problem in it is answered. Never throws. */
export function parsePlan({ text: written, file, checkBeside, ...kinds }: PlanText): ParsedPlan {
  const text = written.replace(/^\uFEFF/, '');
  const yaml = readYaml(text);
  const reported: PlanFault[] = [];
  const report: Report = (fault) => reported.push(fault);
  const { value, origin } = expandPreset({ value: yaml.value, report });
  const plan = readPlan({ value, hash: planHash(written), ...kinds, report });
  if (plan !== undefined && reported.length === 0) checkBeside?.(plan, report);
  const undecided = undecidedIn(yaml.value);
  const faults = [...undecided, ...beside(undecided, withoutMisspelt(reported))];
  const syntax = yaml.faults.filter((fault) => fault.code === 'yaml-syntax');
  if (syntax.length > 0) {
    // What follows a fault of syntax is not what its writer meant: only what stands before it is worth telling.
    const first = text.slice(0, Math.min(...syntax.map((fault) => fault.offset))).trimEnd().length;
    const before = faults.filter(({ path, code }) => {
      const place = yaml.placeOf(path);
      const end = code === 'unknown-key' ? place?.key : place?.end;
      return end !== undefined && end < first && !tellsOfAbsence.has(code);
    });
    return { problems: locate({ plan: before, text: yaml.faults }, { text, file, yaml, origin }) };
  }
  if (plan !== undefined && faults.length === 0 && yaml.faults.length === 0) return { plan };
  return { problems: locate({ plan: faults, text: yaml.faults }, { text, file, yaml, origin }) };
}

/** What seems to be missing may stand in the part that could not be read. */
const tellsOfAbsence: ReadonlySet<PlanFault['code']> = new Set([
  'plan-empty',
  'missing-key',
  'no-environment',
  'no-criteria',
  'no-deciding-criteria',
  'no-measure',
  'no-limit',
  'unknown-source',
  'unknown-workflow',
  'unknown-role',
  'unknown-environment',
  'unknown-step',
  'ambiguous-item',
  'ambiguous-announcement',
  'preset-incomplete',
  'key-needs-preset',
]);

interface Written extends Omit<PlanText, 'text' | 'file' | 'checkBeside'> {
  readonly value: unknown;
  readonly hash: string;
  readonly report: Report;
}

function readPlan({
  value,
  hash,
  sourceKinds,
  stepKinds,
  checklistKinds,
  notifierKinds,
  report,
}: Written): Plan | undefined {
  if (value === null || value === undefined) {
    const hint = 'The smallest plan has five lines: service, preset, url, metrics and database.';
    report({ code: 'plan-empty', path: [], at: 'value', message: 'the plan is empty', hint });
    return undefined;
  }
  // What is said to a preset is checked where it went: in the options of a source.
  const fields = readFields(planInput, { value, path: [], report }, [
    'sources',
    'environments',
    'workflows',
    ...presetKeys,
  ]);
  if (fields === undefined || !isMapping(value)) return undefined;
  const sources = readSources({ value: value.sources, sourceKinds, report });
  const workflows = readWorkflows({ value: value.workflows, sources, sourceKinds, report });
  const roles = fields.roles === undefined ? (value.roles === undefined ? [] : undefined) : Object.keys(fields.roles);
  const path = ['environments'];
  const writtenEnvironments = readEnvironments(value.environments, report);
  const nameable = {
    roles,
    environments: Object.keys(writtenEnvironments),
    sources: new Map([...sources].map(([name, { kind }]) => [name, kind?.type])),
  };
  const environments = Object.entries(writtenEnvironments).flatMap(([name, written]) => {
    checkName({ name, path: [...path, name], report });
    const place = { name, value: written, path: [...path, name] };
    const one = readEnvironment({
      ...place,
      sources,
      workflows,
      nameable,
      people: roles === undefined ? undefined : (fields.roles ?? {}),
      mail: fields.mail,
      hasMail: value.mail !== undefined,
      stepKinds,
      checklistKinds,
      notifierKinds,
      report,
    });
    return one === undefined ? [] : [[name, one] as const];
  });
  checkServices({ value, services: fields.services, report });
  const named = [...sources.values(), ...[...workflows.values()].map(({ source }) => source)];
  const sourcePlans = named.flatMap(({ name, plan }): [string, SourcePlan][] =>
    plan === undefined ? [] : [[name, plan]],
  );
  return {
    service: fields.service ?? '',
    ...(fields.services !== undefined && { services: fields.services }),
    sources: Object.fromEntries(sourcePlans),
    roles: fields.roles ?? {},
    environments: Object.fromEntries(environments),
    hash,
  };
}

function readEnvironments(value: unknown, report: Report) {
  const path = ['environments'];
  const mapping = value === undefined || value === null ? {} : readMapping({ value, path, report });
  if (mapping !== undefined && Object.keys(mapping).length === 0)
    report({
      code: 'no-environment',
      path: value === undefined ? [] : path,
      at: 'key',
      message: 'the plan has no environment, so nothing would be judged',
      hint: 'Add `environments`, or let a preset do it: preset: web-service.',
      about: ['environments'],
    });
  return mapping ?? {};
}
