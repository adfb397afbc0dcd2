import { dateIn, recurringDaysIn, timesIn, zoneIn } from './dates-in-prose.ts';
import { environmentPath, type Outcome, originOf, type Placer, type Reading, undecided } from './reading.ts';
import { isTeamLine } from './roles-of.ts';
import { spanIn } from './spans-in-prose.ts';
import type { Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';
import { undecidedIn } from './undecided-in.ts';

/** What sentences say of the window, each with the sentence that says it. */
export interface WindowSaid {
  date?: Said;
  days?: Said;
  opens?: Said;
  closes?: Said;
  /** What is still to be decided, of date and time. */
  readonly open: Said[];
}
interface Said {
  readonly value: string;
  readonly statement: Statement;
  readonly origin: string;
}

/** "Freeze: …", "No deployments from … to …", "Kein Deployment vom … bis …": a day on which the window does not open. */
const isFreeze =
  /freeze|\bno (?:\w+ )?(?:deploy|release|roll-?out|change)|bl(?:ock|ack)-? ?out|blocked|sperr|einfrier|\bkeine? (?:\w+ )?(?:deploy|ausroll|release|rollout|aenderung|bereitstell)/;

export const placeWindow: Placer = (statement, reading) => {
  const label = plainWords(statement.label || statement.text);
  if (isFreeze.test(label)) {
    const frozen = placeFreeze(statement, reading);
    if ('became' in frozen) return frozen;
    // "Every Sunday from 6 to 8 am, no changes in December" opens the window all the same.
    const opened = placeWindowIn(statement, reading);
    return 'became' in opened ? { became: `${opened.became}; its freeze is not placed: ${frozen.notPlaced}` } : frozen;
  }

  return placeWindowIn(statement, reading);
};

function placeWindowIn(statement: Statement, reading: Reading): Outcome {
  const label = plainWords(statement.label || statement.text);
  const path = environmentPath(reading, 'window');
  const origin = originOf(statement, reading);
  if (isTeamLine(statement)) {
    const found = reading.roles.filter(
      (role) => role.statement.line === statement.line || statement.text.includes(role.title),
    );
    return found.length > 0
      ? { became: `roles ${found.map(({ name }) => name).join(', ')}` }
      : { notPlaced: 'it names no role and no person' };
  }
  const zone = zoneIn(statement.text);
  if (zone !== undefined) reading.draft.put([...path, 'time-zone'], zone, origin);
  if (/zone/.test(label))
    return zone === undefined
      ? { notPlaced: 'the time zone is not one like Europe/Berlin' }
      : { became: 'window.time-zone' };
  if (undecidedIn(statement.text) !== undefined) {
    const key = /duration|dauer|expected|estimat/.test(label) ? 'expected' : undefined;
    if (key === undefined)
      reading.window.open.push({ value: undecided(statement.text, statement, reading), statement, origin });
    else reading.draft.put([...path, key], undecided(statement.text, statement, reading), origin);
    return { became: `window.${key ?? 'opens'}, still to be decided` };
  }
  const span = spanIn(statement.text);
  if (/duration|dauer|expected|estimat|how long|length|stays open|laenge/.test(label) && span !== undefined) {
    const key = /window|open|fenster/.test(label) ? 'for' : 'expected';
    reading.draft.put([...path, key], span, origin);
    // "Duration: 2h" is no time of day.
    const moment = placeMoment({ ...statement, text: statement.text.replace(/\b\d+ ?h\b/gi, ' ') }, reading);
    return { became: moment === undefined ? `window.${key}` : `${moment.became}, window.${key}` };
  }
  return placeMoment(statement, reading) ?? { notPlaced: 'it says no date, no time and no duration' };
}

/** A date, a day that comes again, or times of day; `undefined` when the statement says none. */
export function placeMoment(statement: Statement, reading: Reading) {
  const { window: said } = reading;
  const origin = originOf(statement, reading);
  const note = (value: string): Said => ({ value, statement, origin });
  const cron = statement.codes.find((code) => /^(?:\S+\s+){4}\S+$/.test(code));
  if (cron !== undefined) {
    reading.draft.put(environmentPath(reading, 'window', 'opens'), cron, origin);
    return { became: 'window.opens' };
  }
  const date = dateIn(statement.text);
  const days = recurringDaysIn(statement.text);
  const [opens, closes] = timesIn(statement.text);
  if (date !== undefined && 'ambiguous' in date) {
    said.open.push(note(undecided(`${statement.text}: is ${date.ambiguous} day or month first?`, statement, reading)));
    return { became: 'window.opens, still to be decided: the date can be read in two ways' };
  }
  if (date !== undefined) said.date ??= note(date.date);
  else if (days !== undefined) said.days ??= note(days);
  if (opens !== undefined) said.opens ??= note(opens);
  if (closes !== undefined) said.closes ??= note(closes);
  if (date === undefined && days === undefined && opens === undefined) return undefined;
  return { became: 'window.opens' };
}

const between = /\s+(?:to|until|through|till|bis)\s+|\s+[–—-]\s+/i;

function placeFreeze(
  statement: Statement,
  reading: Reading,
): { readonly became: string } | { readonly notPlaced: string } {
  const joint = /\b(?:between|zwischen)\b/i.test(statement.rest) ? /\s+(?:and|und)\s+/i : between;
  const [from, until] = statement.rest.split(joint);
  const [first, last] = [dateIn(from ?? ''), dateIn(until ?? from ?? '')];
  if (first === undefined || last === undefined || 'ambiguous' in first || 'ambiguous' in last)
    return { notPlaced: 'its days are not two dates like 2026-12-20 to 2027-01-03' };
  const because = /\(([^)]+)\)\s*$|\b(?:because of|for|wegen)\s+(.+)$/.exec(statement.rest);
  const reason = (because?.[1] ?? because?.[2])?.trim();
  reading.draft.add(
    environmentPath(reading, 'window', 'freezes'),
    { from: first.date, until: last.date, ...(reason === undefined ? {} : { because: reason }) },
    originOf(statement, reading),
  );
  return { became: 'window.freezes' };
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Puts together what several sentences say of the window. What none of them says is to be decided. */
export function completeWindow(reading: Reading): void {
  const { window: said, draft } = reading;
  const path = environmentPath(reading, 'window');
  const { date, days, opens, closes, open } = said;
  const any = [date, days, opens, ...open].find((one) => one !== undefined);
  if (any === undefined && draft.at(path) === undefined) return;
  const ask = (what: string) =>
    `[TBD: ${what} (${reading.file}${any === undefined ? '' : ` line ${any.statement.line}`})]`;
  const origins = [date ?? days, opens].filter((one) => one !== undefined).map(({ origin }) => origin);
  const origin = [...new Set(origins)].join('; ') || undefined;
  if (draft.at([...path, 'opens']) === undefined) {
    if (opens !== undefined && (date !== undefined || days !== undefined) && open.length === 0)
      draft.put(
        [...path, 'opens'],
        date === undefined ? cronOf(days?.value ?? '*', opens.value) : `${date.value}T${opens.value}`,
        origin,
      );
    else draft.put([...path, 'opens'], openOf(said, ask), open.map((one) => one.origin).join('; ') || origin);
  }
  if (opens !== undefined && closes !== undefined) {
    const minutes = (minutesOf(closes.value) - minutesOf(opens.value) + 1_440) % 1_440 || 1_440;
    draft.put([...path, 'for'], `${minutes}m`, closes.origin);
  }
  const expected = draft.at([...path, 'expected']);
  const before = expected === undefined ? undefined : draft.originOf([...path, 'expected']);
  if (typeof expected === 'string')
    draft.put([...path, 'for'], expected, `as long as the deployment may take: ${before}`);
  draft.put([...path, 'for'], ask('how long the window stays open'));
  const offset = /(?:Z|[+-]\d\d:\d\d)$/.test(String(draft.at([...path, 'opens'])));
  if (!offset) draft.put([...path, 'time-zone'], ask('time zone of the deployment window, such as Europe/Berlin'));
}

const cronOf = (days: string, time: string): string =>
  `${Number(time.slice(3))} ${Number(time.slice(0, 2))} * * ${days}`;

function openOf({ date, days, opens, open }: WindowSaid, ask: (what: string) => string): string {
  if (open.length === 0)
    return ask(
      opens === undefined
        ? `time of day on ${(date ?? days)?.value ?? 'the day of the deployment'}`
        : `day of the deployment, at ${opens.value}`,
    );
  // Several sentences leave it open: one value asks for all of them.
  const inner = open.map(({ value }) => value.replace(/^\[TBD: |\]$/g, ''));
  return `[TBD: ${inner.join('; ')}]`;
}
