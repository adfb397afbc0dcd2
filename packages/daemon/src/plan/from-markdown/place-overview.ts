import { isIntroduction, placeChecklist } from './place-checklist.ts';
import { placeDashboards } from './place-dashboards.ts';
import { placeWindow } from './place-window.ts';
import type { Placer } from './reading.ts';
import { plainWords } from './topic-of.ts';
import { undecidedIn } from './undecided-in.ts';

export const isServiceLine = (label: string): boolean =>
  /^(?:service|application|app|dienst|anwendung|system)$/.test(plainWords(label));
export const isEnvironmentLine = (label: string): boolean =>
  /^(?:(?:target )?environment|umgebung|zielumgebung)$/.test(plainWords(label));

const isWindowLine = (label: string): boolean =>
  /^(?:(?:deployment|release|maintenance|change) )?(?:window|date|time|schedule)$|^(?:estimated|expected|planned)? ?duration$|^(?:wartungsfenster|zeitfenster|termin|datum|uhrzeit|(?:geschaetzte |geplante )?dauer)$/.test(
    plainWords(label),
  );

/** What a document says about itself is kept where a reader of the plan sees it first. */
export const placeOverview: Placer = (statement, reading) => {
  if (statement.sort === 'checkbox') return placeChecklist(statement, reading);
  if (isServiceLine(statement.label)) return { became: 'service' };
  if (isEnvironmentLine(statement.label)) return { became: `environments.${reading.environment}` };
  if (isWindowLine(statement.label)) {
    const placed = placeWindow(statement, reading);
    if ('became' in placed) return placed;
  }
  if (statement.commands.length > 0) return { notPlaced: 'it does not say when the commands are to be run' };
  if (statement.text === '' || isIntroduction(statement)) return { itself: 'it introduces what follows' };
  if (undecidedIn(statement.text) !== undefined) return { notPlaced: 'it is still to be decided' };
  reading.told.push(statement.text);
  return { became: 'a comment at the top' };
};

/** `plan --markdown` names the other environments; what holds there stands in its blocks, or follows from the checklist. */
export const placeOthers: Placer = (statement, reading) =>
  reading.fixed && /^[a-z0-9][a-z0-9._-]*$/i.test(statement.text)
    ? { itself: 'the blocks and the checklist say what holds there' }
    : placeUnknown(statement, reading);

export const placeUnknown: Placer = (statement, reading) => {
  if (statement.sort === 'checkbox') return placeChecklist(statement, reading);
  if (statement.links.some(({ url }) => /^https?:/.test(url))) return placeDashboards(statement, reading);
  const { heading } = reading.section;
  return { notPlaced: heading === '' ? 'no heading says what it is about' : `no part of a plan is about "${heading}"` };
};
