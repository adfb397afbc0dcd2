import type { CriterionRow } from '@daywatch/shared/present/criterion-row.ts';
import type { Judgement } from '@daywatch/shared/vocabulary/verdict.ts';
import type { Report } from './report.ts';

export const watchFacts = (watch: NonNullable<Report['watch']>): string[] => [
  `seen ${watch.seen} of ${watch.for}, blind ${watch.blind}, coverage ${(watch.coverage * 100).toFixed(1)} %`,
  ...(watch.extendedBy === undefined ? [] : [`extended by ${watch.extendedBy}`]),
  `from ${watch.startedAt} to ${watch.endsAt}`,
  `chance of a single false NO-GO in the whole watch: at most ${watch.falseAlarmBound * 100} %`,
];

/** What a verdict rested on, in one line. */
export function evidenceWords(
  { evidence, coverage }: Judgement,
  { title, state, value, accepted }: CriterionRow,
): string {
  const strength =
    evidence === undefined
      ? ''
      : `; evidence ${Number(evidence.eValue.toPrecision(3))} to 1 from ${evidence.observations} readings`;
  return `${title} was ${state}: ${value} (${accepted})${strength}; coverage ${(coverage * 100).toFixed(0)} %`;
}

const recovery = {
  recovered: 'it has recovered',
  'not-recovered': 'it has NOT recovered',
  undecided: 'whether it has recovered is not known',
} as const;

export function rollbackFacts({
  target,
  requestedBy,
  requestedAt,
  finishedAt,
  reason,
  watch,
}: NonNullable<Report['rollback']>): string[] {
  return [
    `${requestedBy} asked for the rollback to ${target.version} (${target.commit.slice(0, 7)}) at ${requestedAt}${reason === undefined ? '' : `: ${reason}`}`,
    finishedAt === undefined ? 'it did not finish' : `finished at ${finishedAt}`,
    ...(watch === undefined ? [] : [`${target.version} was watched for ${watch.for} afterwards`]),
    ...(watch?.ended === undefined ? [] : [`${recovery[watch.ended.outcome]}: ${watch.ended.because.join('; ')}`]),
  ];
}
