import type { Criterion } from '@daywatch/shared/vocabulary/criterion.ts';
import type { Measure } from '@daywatch/shared/vocabulary/observation.ts';
import type { criterionInput } from '@daywatch/shared/vocabulary/plan.ts';
import type { Unit } from '@daywatch/shared/vocabulary/units.ts';
import type { Path, PlanFaultCode, Report } from './fault.ts';
import type { Mapping, readFields } from './read-fields.ts';
import { readLimit, unitOf } from './read-limit.ts';

/** What of a criterion could be read. */
export type CriterionFields = NonNullable<ReturnType<typeof readFields<typeof criterionInput.shape>>>;

type Judged = Pick<Criterion, 'unit' | 'strict' | 'quantile' | 'limit' | 'tolerance'>;
interface Judging {
  readonly measure: Measure;
  /** The unit that the source's kind knows. */
  readonly unit: Unit | undefined;
  readonly fields: CriterionFields;
  readonly mapping: Mapping;
  readonly path: Path;
  readonly report: Report;
}

/** What is accepted of the measure. */
export function readJudging({ measure, unit: kindUnit, fields, mapping, path, report }: Judging): Judged {
  const has = (key: string) => Object.hasOwn(mapping, key);
  const refuse = (code: PlanFaultCode, key: string, message: string, hint: string) =>
    report({ code, path: [...path, key], at: 'key', message, hint });
  const valued = measure === 'latency' || measure === 'gauge';
  for (const key of ['quantile', 'worse'])
    if (has(key) && !valued)
      refuse('key-without-effect', key, `a ${measure} has no "${key}"`, 'Remove it; latency and gauge have one.');
  if (has('unit') && measure !== 'gauge')
    refuse('key-without-effect', 'unit', `the unit of a ${measure} is known`, 'Remove it; only a gauge needs one.');
  if (fields.integrity === true && measure !== 'check')
    refuse('integrity-needs-check', 'integrity', 'integrity is a yes or no, so it is a check', 'Ask with "check".');
  if (fields.integrity === true && fields.severity === 'warning')
    refuse('integrity-decides', 'severity', 'an integrity criterion decides', 'Remove the severity, or the integrity.');

  const limitUnit = fields.limit?.unit === 'none' ? undefined : fields.limit?.unit;
  const unit = unitOf(measure, [kindUnit, fields.unit, limitUnit]);
  if (measure === 'gauge' && kindUnit !== undefined && fields.unit !== undefined && fields.unit !== kindUnit)
    refuse('key-without-effect', 'unit', `the source says that the unit is ${kindUnit}`, 'Remove it.');
  // A bare limit is in the unit that is written beside it.
  const bare = fields.limit?.unit === 'none' && fields.unit !== undefined;
  const limit =
    fields.limit === undefined || bare
      ? fields.limit?.value
      : readLimit({ measure, unit, limit: fields.limit, path: [...path, 'limit'], report });

  const strict = fields.strict ?? (fields.integrity === true || (measure === 'count' && limit === 0));
  if (has('confirm') && !strict && limit !== 0)
    refuse('key-without-effect', 'confirm', 'only a strict criterion has "confirm"', 'Add strict: true, or remove it.');
  if (measure !== 'check' && !has('limit') && (!has('tolerance') || strict))
    report({
      code: 'no-limit',
      path,
      at: 'key',
      message: strict
        ? 'a strict criterion without a limit could never fail'
        : 'without a limit or a tolerance the criterion could never fail',
      hint: strict
        ? `Add limit: ${measureExamples[measure]}.`
        : `Add tolerance: ${usualTolerance[measure]} (usual for a ${measure}), or limit: ${measureExamples[measure]}, or both.`,
      about: ['limit', 'tolerance'],
    });
  // A check needs no numbers: how often it may fail is known. A strict one may not fail at all.
  const inForce = measure === 'check' && strict && !has('limit') ? 0 : limit;
  return {
    unit,
    strict,
    ...(inForce === undefined ? {} : { limit: inForce }),
    ...(fields.tolerance === undefined ? {} : { tolerance: fields.tolerance }),
    ...(fields.quantile === undefined ? {} : { quantile: fields.quantile }),
  };
}

const measureExamples: Readonly<Record<Measure, string>> = {
  rate: '1%',
  latency: '800ms',
  count: '3/min',
  gauge: '80',
  check: '1%',
};

/** What the engine's defaults are made for (`engine/measures.ts`). */
const usualTolerance: Readonly<Record<Measure, string>> = {
  rate: '25%',
  latency: '10%',
  count: '25%',
  gauge: '20%',
  check: '25%',
};
