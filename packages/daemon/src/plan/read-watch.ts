import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { type WatchPlan, watchInput } from '@daywatch/shared/vocabulary/plan.ts';
import { formatDuration, hours, type Millis, millis, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import type { Path, Report } from './fault.ts';
import { readCriterion } from './read-criterion.ts';
import { isMapping, readFields, readMapping } from './read-fields.ts';
import { checkName, type NamedSource } from './read-sources.ts';
import type { NamedWorkflow } from './read-workflows.ts';

interface Written {
  readonly value: unknown;
  readonly path: Path;
  readonly sources: ReadonlyMap<string, NamedSource>;
  readonly workflows: ReadonlyMap<string, NamedWorkflow>;
  readonly report: Report;
}

/** The watch, with every default in place. What is faulty is reported; the answer counts only if nothing was. */
export function readWatch({ value, path, sources, workflows, report }: Written): WatchPlan | undefined {
  const fields = readFields(watchInput, { value, path, report }, ['criteria']);
  if (fields === undefined || !isMapping(value)) return undefined;
  const length = fields.for ?? hours(24);
  const watch = {
    for: length,
    every: fields.every ?? seconds(15),
    settle: fields.settle ?? millis(Math.min(minutes(2), length / 20)),
    earliestGo: fields['earliest-go'] ?? millis(Math.min(minutes(30), length / 4)),
    atMost: fields['at-most'] ?? millis(2 * length),
    ...(fields.recover === true && { recover: true }),
  };
  const refuse = (key: string, span: Millis, code: 'span-too-long' | 'span-too-short', must: string) =>
    report({
      code,
      path: [...path, key],
      at: 'value',
      message: `"${key}" (${formatDuration(span)}) must ${must} the watch (${formatDuration(length)})`,
    });
  // A faulty `for` is reported already: nothing is compared with the one that stands in for it.
  if (fields.for !== undefined) {
    if (watch.every > length) refuse('every', watch.every, 'span-too-long', 'not be longer than');
    if (watch.settle >= length) refuse('settle', watch.settle, 'span-too-long', 'be shorter than');
    if (watch.earliestGo >= length) refuse('earliest-go', watch.earliestGo, 'span-too-long', 'be shorter than');
    if (watch.atMost < length) refuse('at-most', watch.atMost, 'span-too-short', 'not be shorter than');
  }
  const criteria = readCriteria({
    value: value.criteria,
    path: [...path, 'criteria'],
    sources,
    workflows,
    report,
    watch,
  });
  return { ...watch, criteria };
}

type Criteria = Written & { readonly watch: { readonly for: Millis; readonly every: Millis } };

function readCriteria({ value, path, sources, workflows, report, watch }: Criteria): readonly Criterion[] {
  const mapping = value === undefined || value === null ? {} : readMapping({ value, path, report });
  if (mapping === undefined) return [];
  const entries = Object.entries(mapping);
  if (entries.length === 0) {
    const at = value === undefined ? path.slice(0, -1) : path;
    const hint = 'Write what good looks like under `criteria`, or let a preset do it: preset: web-service.';
    report({
      code: 'no-criteria',
      path: at,
      at: 'key',
      message: 'without criteria nothing would be judged',
      hint,
      about: ['criteria'],
    });
    return [];
  }
  const criteria = entries.flatMap(([name, written]) => {
    checkName({ name, path: [...path, name], report });
    const criterion = readCriterion({ name, value: written, path: [...path, name], sources, workflows, watch, report });
    return criterion === undefined ? [] : [criterion];
  });
  if (criteria.length === entries.length && !criteria.some(isDeciding))
    report({
      code: 'no-deciding-criteria',
      path,
      at: 'key',
      message: 'every criterion is a warning or a dry run, so nothing would ever decide',
      hint: 'Make one blocking or critical.',
    });
  return criteria;
}

/** Integrity decides whatever else is said of it. */
const isDeciding = ({ severity, integrity, dryRun }: Criterion): boolean =>
  !dryRun && (integrity || severity !== 'warning');
