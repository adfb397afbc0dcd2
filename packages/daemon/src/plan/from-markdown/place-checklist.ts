import type { Mapping } from '../read-fields.ts';
import { freeName, idOf, nameOf } from './name-of.ts';
import { placeStaging } from './place-staging.ts';
import { environmentPath, originOf, type Placer, type Reading, undecided } from './reading.ts';
import { developersOf, leadOf, roleNamedIn, testersOf } from './roles-of.ts';
import { scriptFor } from './scripts-in.ts';
import { spanIn } from './spans-in-prose.ts';
import type { Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';
import { undecidedIn } from './undecided-in.ts';

/** What a program is not: a pattern of files, or a file that holds data. */
const isFileName = (code: string): boolean =>
  /^\S*\*\S*$|^\S+\.(?:dump|sql|gz|bak|backup|tgz|zip|tar|log)$/.test(code.trim());

export const isCommand = (code: string): boolean =>
  !isFileName(code) &&
  /^(?:\.{0,2}\/|npm |npx |pnpm |yarn |git |node |sh |bash |make |docker |kubectl |psql |pg_dump|curl |python3? |go |cargo |ssh |terraform |ansible|helm |systemctl |\$\{)/.test(
    code.trim(),
  );

export const placeChecklist: Placer = (statement, reading) => {
  if (statement.sort === 'sentence' && statement.commands.length === 0)
    return isIntroduction(statement)
      ? { itself: 'it introduces the list' }
      : { notPlaced: 'it is no item of the list' };
  if (isSaidBelow(statement, reading)) return { itself: 'the commands under it say it' };
  const path = environmentPath(reading, 'checklist');
  const exact = reading.fixed ? exactly(statement) : undefined;
  if (exact !== undefined) {
    reading.draft.add(path, exact, originOf(statement, reading));
    return { became: `checklist ${exact.id}` };
  }
  const said = titleOf(statement);
  const items = reading.draft.at(path);
  const ids = (Array.isArray(items) ? items : []).map((item: Mapping) => item.id);
  const id = freeName(idOf(said), (one) => ids.includes(one) || one === 'everything' || one === 'window');
  const answer =
    undecidedIn(statement.text) === undefined ? answerOf(statement, reading) : signedOff(leadOf(reading.roles));
  const title = undecidedIn(statement.text) === undefined ? said : undecided(said, statement, reading);
  reading.draft.add(path, { id, title, ...answer }, originOf(statement, reading));
  return { became: `checklist ${id}: ${Object.keys(answer)[0]}` };
};

/** "**tests**: All tests pass — `npm test`" is an item as `plan --markdown` writes it. */
function exactly({ label, rest, codes }: Statement): Mapping | undefined {
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(label)) return undefined;
  const [command] = codes;
  if (command !== undefined && rest.endsWith(` — ${command}`))
    return { id: label, title: rest.slice(0, -` — ${command}`.length), run: command };
  const [, title, role] = /^(.+) \(sign-off: ([\w.-]+)\)$/.exec(rest) ?? [];
  return title === undefined || role === undefined ? undefined : { id: label, title, 'sign-off': role };
}

/** "All unit tests are green" with a list of their commands under it is one thing, not one more. */
function isSaidBelow(statement: Statement, { section }: Reading): boolean {
  if (statement.commands.length > 0 || statement.codes.some(isCommand) || statement.sort === 'row') return false;
  const below = section.statements.filter(({ under }) => under.at(-1) === statement.text);
  return below.length > 0 && below.every(({ codes, commands }) => commands.length > 0 || codes.some(isCommand));
}

export const isIntroduction = ({ text }: Statement): boolean => /:$/.test(text);

/** The item's own words: not who signs it, and not the command behind it. */
function titleOf({ text, cells, sort, codes, label }: Statement): string {
  const own =
    sort === 'row' ? (cells.item ?? cells.task ?? cells.check ?? cells.aufgabe ?? cells.punkt ?? label) : text;
  const bare = codes.reduce((words, code) => (isCommand(code) ? words.replace(code, '') : words), own);
  const short = bare
    .replace(/\s+[–—-]\s+(?:sign(?:ed)?[- ]off|owner|by|approved by|freigabe|verantwortlich)\b.*$/i, '')
    .replace(/\s*\((?:sign(?:ed)?[- ]off|owner|by|approved by|freigabe|verantwortlich)\b[^)]*\)\s*$/i, '')
    .replace(/\s*\(\s*\)\s*/g, ' ')
    .replace(/[\s:;.–—-]+$/, '')
    .trim();
  return short || text || 'Item';
}

const signedOff = (role: string): Mapping => ({ 'sign-off': role });

function answerOf(statement: Statement, reading: Reading): Mapping {
  const { facts, roles } = reading;
  const words = plainWords(statement.text);
  const signer = signerOf(statement, reading);
  const command = statement.commands.length > 0 ? statement.commands.join('\n') : statement.codes.find(isCommand);
  if (command !== undefined) return { run: command };
  if (signer?.marked === true) return signedOff(signer.role);
  if (/backup|(?<!qualitaets|\b(?:ab|ver|zu))sicherung|snapshot|\bdump\b/.test(words)) {
    const files =
      statement.codes.find(isFileName) ??
      undecided(`where the newest backup is, as a pattern of files: ${titleOf(statement)}`, statement, reading);
    return { backup: { files, within: spanIn(statement.text) ?? '24h' } };
  }
  const [, told] =
    /(stakeholders?|customers?|users|kunden|fachbereich|team|support|anwender)[\w\s]*(?:informed|notified|told|announced|informiert|benachrichtigt)/.exec(
      words,
    ) ?? [];
  if (told !== undefined)
    return { announced: roleNamedIn(told, roles) ?? nameOf(told === 'stakeholder' ? 'stakeholders' : told) };
  const span = spanIn(statement.text);
  if (
    /(?:\bno|without|zero|keine?|ohne) .*(?:issue|incident|error|bug|fehler|problem|stoerung)/.test(words) &&
    span !== undefined
  ) {
    placeStaging(statement, reading, span);
    return { verdict: { environment: 'staging', within: '2d' } };
  }
  if (/roll-?back|back-?out|rueckfall/.test(words))
    return /review|approv|agreed|read|discuss|document|abgestimmt|geprueft|besprochen|known/.test(words) &&
      !/ready|rehears|tested|getestet/.test(words)
      ? signedOff(leadOf(roles))
      : { 'rollback-ready': true };
  if (/migration|schema change/.test(words))
    return facts.migrations === undefined
      ? signedOff(developersOf(roles))
      : { migrations: { folder: facts.migrations.value } };
  if (/conflict|up[- ]to[- ]date|uncommitted|clean (?:tree|working)|konflikt|aktuell\b|git status/.test(words)) {
    const asked = [
      ...(/uncommitted|clean/.test(words) ? ['clean'] : []),
      ...(/up[- ]to[- ]date|aktuell/.test(words) ? ['up-to-date'] : []),
      ...(/conflict|konflikt|merge/.test(words) ? ['mergeable'] : []),
    ];
    return { git: asked };
  }
  if (/\bmanual|manuell|exploratory|user acceptance|\buat\b|abnahme/.test(words)) return signedOff(testersOf(roles));
  if (signer !== undefined) return signedOff(signer.role);
  const script = scriptFor(words, facts);
  if (script !== undefined) return { run: script };
  return signedOff(/\btests?\b|getestet|\bqa\b/.test(words) ? testersOf(roles) : leadOf(roles));
}

/** "(QA)", "— signed off by the DevOps Lead", the column "Owner"; `marked` when it says outright that somebody signs. */
function signerOf({ text, cells, sort }: Statement, { roles }: Reading) {
  const [, marked] =
    /(?:sign(?:ed)?[- ]off(?: by)?|owner|approved by|freigabe(?: durch)?|verantwortlich)[: ]+(.+)$/i.exec(text) ?? [];
  const column = Object.entries(cells).find(([name]) =>
    /owner|who|sign|responsib|verantwort|wer|rolle|role/.test(name),
  );
  const [, bracketed] = /\(([^)]+)\)\s*$/.exec(text) ?? [];
  const [, doer] = /\b(?:by|durch)\s+(?:the |our |die |den |das )?(.+)$/i.exec(text) ?? [];
  const said = marked ?? (sort === 'row' ? column?.[1] : (bracketed ?? doer));
  const role =
    said === undefined ? undefined : (roleNamedIn(said, roles) ?? (marked === undefined ? undefined : nameOf(marked)));
  return role === undefined ? undefined : { role, marked: marked !== undefined };
}
