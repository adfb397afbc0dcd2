import { placeCriteria } from './criteria-in.ts';
import { isIntroduction } from './place-checklist.ts';
import { placeBySense } from './place-steps.ts';
import { placeVerification } from './place-verification.ts';
import { placeWorkflowCriteria } from './place-workflows.ts';
import { environmentPath, originOf, type Placer, type Reading } from './reading.ts';
import { spanIn } from './spans-in-prose.ts';
import type { Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';

const severityIn = (words: string): 'blocking' | 'critical' | 'warning' | undefined =>
  /\(blocking|\bblocker|severity: blocking|blockierend/.test(words)
    ? 'blocking'
    : /\(warning|severity: warning|\(warnung|nice to have/.test(words)
      ? 'warning'
      : /\(critical|severity: critical|\(kritisch/.test(words)
        ? 'critical'
        : undefined;

/** "for 24 hours", "every 5 minutes": how long and how often; answers where it stands. */
function placeSpans(statement: Statement, reading: Reading): string | undefined {
  const words = plainWords(statement.text);
  const [, pace] = /(?:every|alle|each|jede) ((?:\d+ ?)?[a-z0-9]+)/.exec(words) ?? [];
  const every = pace === undefined ? undefined : spanIn(/\d/.test(pace) ? pace : `1 ${pace}`);
  const rest =
    every === undefined ? statement.text : statement.text.replace(/(?:every|alle|each|jede) (?:\d+ ?)?\w+/i, '');
  const length =
    /(?:for|within|during|first|over|at least|fuer|waehrend|binnen|innerhalb|ersten|dauer|duration|watched?|hours?|stunden)/.test(
      words,
    )
      ? spanIn(rest)
      : undefined;
  const said: string[] = [];
  const note = (key: 'for' | 'every', value: string) => {
    reading.draft.put(environmentPath(reading, 'watch', key), value, originOf(statement, reading));
    said.push(`watch.${key}`);
  };
  // A limit like "800 ms" is no length of a watch.
  if (length !== undefined && /[mhd]$/.test(length) && !/ms$/.test(length)) note('for', length);
  if (every !== undefined && !/ms$/.test(every)) note('every', every);
  return said.length === 0 ? undefined : said.join(', ');
}

export const placeMonitoring: Placer = (statement, reading) => {
  const words = plainWords(statement.text);
  const spans = placeSpans(statement, reading);
  const criteria = placeCriteria(statement, reading, severityIn(words));
  if (criteria !== undefined) return { became: [criteria, spans].filter((one) => one !== undefined).join(', ') };
  if (/work-?flow|journey|kernablaeuf/.test(words)) return placeWorkflowCriteria(statement, reading);
  if (spans !== undefined) return { became: spans };
  if (isIntroduction(statement)) return { itself: 'it introduces what follows' };
  return placeBySense(statement, reading) ?? { notPlaced: 'it does not say what is measured' };
};

export const placeSuccess: Placer = (statement, reading) => {
  const words = plainWords(statement.text);
  if (isIntroduction(statement)) return { itself: 'it introduces what follows' };
  if (/(?:\bno|zero|without|keine?|ohne) .*(?:issue|incident|blocker|fehler|problem|stoerung)/.test(words)) {
    const span = placeSpans(statement, reading);
    if (span !== undefined && placeCriteriaOfRegression(words)) return { became: span };
    if (span === undefined) return { itself: 'a GO needs every blocking and critical criterion to hold' };
  }
  if (/\btests?\b/.test(words)) {
    const outcome = placeVerification(statement, reading);
    if (!('notPlaced' in outcome)) return outcome;
  }
  return placeMonitoring(statement, reading);
};

const placeCriteriaOfRegression = (words: string): boolean => !/latenc|response|error rate|fehlerrate/.test(words);
