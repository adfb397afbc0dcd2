import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import { type Measure, measure as measures } from '@daywatch/shared/vocabulary/observation.ts';
import { criterionInput } from '@daywatch/shared/vocabulary/plan.ts';
import { formatDuration, type Millis, millis, minutes, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { checkVariables } from './check-variables.ts';
import { closest, listed, mayMean } from './closest.ts';
import type { Path, Report } from './fault.ts';
import { type Mapping, readFields, readMapping, readValue } from './read-fields.ts';
import { type CriterionFields, readJudging } from './read-judging.ts';
import type { NamedSource } from './read-sources.ts';
import type { NamedWorkflow } from './read-workflows.ts';
import { checkWorkflowCriterion, workflowNamed } from './workflow-of-criterion.ts';

interface Written {
  readonly name: string;
  readonly value: unknown;
  readonly path: Path;
  readonly sources: ReadonlyMap<string, NamedSource>;
  readonly workflows: ReadonlyMap<string, NamedWorkflow>;
  readonly watch: { readonly for: Millis; readonly every: Millis };
  readonly report: Report;
}

const longestReading = seconds(10);

/** One criterion, with every default in place. What is faulty is reported; the answer counts only if nothing was. */
export function readCriterion(written: Written): Criterion | undefined {
  const { name, value, path, report } = written;
  const mapping = readMapping({ value, path, report });
  if (mapping === undefined) return undefined;
  const fields = readFields(criterionInput, { value, path, report }) ?? {};
  const measure = measureOf(mapping, written);
  const workflow = Object.hasOwn(mapping, 'workflow') ? workflowNamed(mapping.workflow, written) : undefined;
  if (Object.hasOwn(mapping, 'workflow')) checkWorkflowCriterion({ ...written, mapping });
  const source = Object.hasOwn(mapping, 'workflow') ? workflow?.source : sourceOf(fields, mapping, written);
  const timed = readTimes(fields, workflow, written);
  if (measure === undefined) return undefined;
  const asked = workflow !== undefined && measure === 'check' ? {} : mapping[measure];
  const query = readQuery({ measure, source, value: asked, written });
  const judged = readJudging({ measure, unit: source?.kind?.measures[measure]?.unit, fields, mapping, path, report });
  if (source === undefined) return undefined;
  return {
    name,
    title: fields.title ?? name,
    ...(fields.service !== undefined && { service: fields.service }),
    severity: fields.severity ?? (fields.integrity === true ? 'blocking' : 'critical'),
    integrity: fields.integrity ?? false,
    source: source.name,
    measure,
    query,
    ...judged,
    ...timed,
    worse: fields.worse ?? 'higher',
    noData: fields['no-data'] ?? 'blind',
    dryRun: fields['dry-run'] ?? false,
    confirm: fields.confirm ?? 2,
  };
}

function measureOf(mapping: Mapping, { path, sources, report }: Written): Measure | undefined {
  const [measure, second] = measures.options.filter((one) => Object.hasOwn(mapping, one));
  if (measure === undefined && Object.hasOwn(mapping, 'workflow')) return 'check';
  if (measure === undefined) {
    const kind = typeof mapping.source === 'string' ? sources.get(mapping.source)?.kind : undefined;
    const possible = kind === undefined ? measures.options : Object.keys(kind.measures);
    const message = 'the criterion does not say what it measures';
    const about = [...measures.options, 'workflow'];
    report({ code: 'no-measure', path, at: 'key', message, hint: `Add one of ${listed(possible)}.`, about });
  } else if (second !== undefined) {
    const message = `a criterion measures one thing, and this one has "${measure}" and "${second}"`;
    report({ code: 'several-measures', path: [...path, second], at: 'key', message, hint: 'Make them two criteria.' });
  }
  return second === undefined ? measure : undefined;
}

function sourceOf(
  fields: CriterionFields,
  mapping: Mapping,
  { path, sources, report }: Written,
): NamedSource | undefined {
  const names = [...sources.keys()];
  const choices = names.length === 0 ? 'Write one under `sources`.' : `The plan has ${listed(names, 'and')}.`;
  if (!Object.hasOwn(mapping, 'source')) {
    report({
      code: 'missing-key',
      path,
      at: 'key',
      message: '"source" is missing',
      hint: choices,
      about: ['source', 'workflow'],
    });
    return undefined;
  }
  if (fields.source === undefined) return undefined;
  const source = sources.get(fields.source);
  if (source === undefined) {
    const near = closest(fields.source, names);
    report({
      code: 'unknown-source',
      path: [...path, 'source'],
      at: 'value',
      message: `there is no source "${fields.source}"`,
      hint: near === undefined ? choices : mayMean(near),
    });
  }
  return source;
}

interface Query {
  readonly measure: Measure;
  readonly source: NamedSource | undefined;
  readonly value: unknown;
  readonly written: Written;
}

function readQuery({ measure, source, value, written }: Query): unknown {
  const path = [...written.path, measure];
  const { report } = written;
  checkVariables({ value, path, known: [], report });
  if (source?.kind === undefined) return undefined;
  const asked = source.kind.measures[measure];
  if (asked !== undefined) return readValue(asked.query, { value, path, report });
  const able = [...written.sources.values()].filter((one) => one.kind?.measures[measure] !== undefined);
  report({
    code: 'measure-not-supported',
    path,
    at: 'key',
    message: `a source of type ${source.kind.type} has no ${measure}; it has ${listed(Object.keys(source.kind.measures), 'and')}`,
    hint:
      able.length === 0
        ? undefined
        : `${listed(
            able.map((one) => `"${one.name}"`),
            'and',
          )} could be asked.`,
  });
  return undefined;
}

/** A workflow leaves traces in the service: it is run now and then, and has the time it says it needs. */
const workflowEvery = minutes(5);
const afterItsSteps = seconds(5);

function readTimes(
  fields: CriterionFields,
  workflow: NamedWorkflow | undefined,
  { path, watch, report }: Written,
): Pick<Criterion, 'every' | 'timeout' | 'after'> {
  const seldom = workflow === undefined ? 0 : Math.min(workflowEvery, watch.for / 10);
  const every = fields.every ?? millis(Math.max(watch.every, seldom));
  const longest = workflow === undefined ? longestReading : workflow.timeout + afterItsSteps;
  const tooLong = (key: string, span: Millis) =>
    report({
      code: 'span-too-long',
      path: [...path, key],
      at: 'value',
      message: `"${key}" (${formatDuration(span)}) must be shorter than the watch (${formatDuration(watch.for)})`,
    });
  if (fields.every !== undefined && every > watch.for) tooLong('every', every);
  if (fields.after !== undefined && fields.after >= watch.for) tooLong('after', fields.after);
  return {
    every,
    timeout: fields.timeout ?? millis(Math.min(longest, every)),
    ...(fields.after === undefined ? {} : { after: fields.after }),
  };
}
