import { criterionRows } from '@daywatch/shared/present/criterion-row.ts';
import { recommendationWords, verdictLooks, verdictWords } from '@daywatch/shared/present/words.ts';
import {
  formatDuration,
  hours,
  type Instant,
  type Millis,
  millis,
  parseRfc3339,
  rfc3339,
} from '@daywatch/shared/vocabulary/time.ts';
import type { Assessment, Judgement, JudgementState } from '@daywatch/shared/vocabulary/verdict.ts';
import { wrap } from '../demo/wrap.ts';
import type { Change, Replayed } from '../replay/replay-watch.ts';
import { many } from './replay-notes.ts';
import { clean } from './terminal/fit.ts';
import { oddsWords } from './terminal/odds-words.ts';
import type { Paint } from './terminal/paint.ts';

/** How long a watch or a baseline is: whole hours up to three days, as plans are written. */
export const lengthWords = (span: Millis): string =>
  span % hours(1) === 0 && span <= hours(72) ? `${span / hours(1)}h` : formatDuration(span);

/** One change as the contract has it. */
export const changeJson = ({ at, assessment }: Change): string =>
  JSON.stringify({
    at: rfc3339(at),
    verdict: assessment.verdict,
    recommendation: assessment.recommendation,
    because: assessment.because,
    criteria: Object.fromEntries(assessment.judgements.map(({ name, state }) => [name, state])),
  });

export const finalJson = ({ last, changes }: Replayed): string =>
  JSON.stringify({
    final: true,
    at: rfc3339(last.at),
    verdict: last.assessment.verdict,
    changes: changes.length,
  });

export interface Sheet {
  readonly paint: Paint;
  readonly columns: number;
  readonly startedAt: Instant;
  readonly watchLength: Millis;
}

/** `2026-12-01 22:58:15Z`: recorded time is told as it was recorded, in UTC. */
export const stamp = (at: Instant): string => rfc3339(at).slice(0, 19).replace('T', ' ').concat('Z');

const since = (at: Instant, startedAt: Instant): string => `+${formatDuration(millis(at - startedAt))}`;

/** A change of the verdict: when, what, and all its reasons. */
export function changeLines({ at, assessment }: Change, sheet: Sheet): readonly string[] {
  const { paint, startedAt } = sheet;
  const when = `${stamp(at)}  ${since(at, startedAt).padEnd(8)}`;
  const { verdict, recommendation, rule } = assessment;
  const reasons = assessment.because.length === 0 ? [rule] : assessment.because;
  const good = verdict === 'go' ? reasons.filter((reason) => !isOfTrouble(reason, assessment)) : [];
  return [
    `${paint.quiet(when)}  ${wordOf(assessment, paint)}  ${paint.quiet(`${recommendationWords[recommendation]}: ${rule}`)}`,
    ...good.slice(0, goodReasons).flatMap((reason) => indented(reason, sheet)),
    ...(good.length > goodReasons
      ? indented(
          `and ${good.length - goodReasons} more that ${good.length - goodReasons === 1 ? 'passes' : 'pass'}`,
          sheet,
        )
      : []),
    ...reasons.filter((reason) => !good.includes(reason)).flatMap((reason) => indented(reason, sheet)),
  ];
}

/** So many of what passes are told with a GO. */
const goodReasons = 3;

/** A GO also tells what fails and only warns. */
const isOfTrouble = (reason: string, { judgements }: Assessment): boolean =>
  judgements.some(({ title, because, state }) => state !== 'passing' && reason === `${title}: ${because}`);

const wordOf = ({ verdict }: Pick<Assessment, 'verdict'>, paint: Paint): string =>
  paint[verdictLooks[verdict].tone](paint.strong(verdictWords[verdict]));

const indented = (text: string, { columns }: Sheet): readonly string[] =>
  wrap(clean(text), Math.max(40, columns - 6)).map((line, index) => `${index === 0 ? '    ' : '      '}${line}`);

const signs: Readonly<Record<JudgementState, string>> = { passing: '✓', failing: '✗', undecided: '○', blind: '?' };

/** How it ended, and each criterion with its numbers and its sentence. */
export function closingLines({ last, changes, dropped }: Replayed, sheet: Sheet): readonly string[] {
  const { paint, startedAt, watchLength } = sheet;
  const { assessment, at } = last;
  const end = assessment.final
    ? 'when the watch ended'
    : `when the recording ended, before the watch of ${lengthWords(watchLength)} was over`;
  const byName = new Map(assessment.judgements.map((judgement) => [judgement.name, judgement]));
  return [
    '',
    `${wordOf(assessment, paint)} ${end}, ${lengthWords(millis(at - startedAt))} after the deploy. ${many(changes.length, 'change')} of the verdict; coverage ${Math.floor(assessment.watch.coverage * 100)} %.`,
    ...[...dropped].map(([because, count]) => paint.quiet(`${many(count, 'reading')} not judged: ${because}.`)),
    '',
    ...criterionRows(assessment.judgements).flatMap((row) => {
      const judgement = byName.get(row.name);
      const facts = [
        row.weight,
        row.value,
        row.accepted,
        ...(judgement === undefined ? [] : furtherFacts(judgement, sheet)),
      ];
      return [
        `  ${paint[row.tone](signs[row.state])} ${paint.strong(clean(row.title))}  ${paint[row.tone](row.state)}`,
        ...wrap(facts.join(' · '), Math.max(40, sheet.columns - 4)).map((line) => `    ${paint.quiet(line)}`),
        ...indented(row.because, sheet),
      ];
    }),
  ];
}

function furtherFacts({ evidence, failingSince, recoveredSince }: Judgement, { startedAt }: Sheet): readonly string[] {
  const moment = (text: string | undefined, word: string): readonly string[] => {
    const at = text === undefined ? undefined : parseRfc3339(text);
    return at === undefined ? [] : [`${word} since ${stamp(at)} (${since(at, startedAt)})`];
  };
  return [
    ...(evidence === undefined ? [] : [`E ${oddsWords(evidence.eValue)}`]),
    ...moment(failingSince, 'failing'),
    ...moment(recoveredSince, 'recovered'),
  ];
}
