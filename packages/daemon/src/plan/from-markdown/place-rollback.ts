import { placeAnnouncement } from './announcements-in.ts';
import { placeCriteria } from './criteria-in.ts';
import { isIntroduction } from './place-checklist.ts';
import { commandsOf, safe } from './place-steps.ts';
import { environmentPath, originOf, type Placer, type Reading, undecided } from './reading.ts';
import { spanIn } from './spans-in-prose.ts';
import { plainWords } from './topic-of.ts';
import { undecidedIn } from './undecided-in.ts';

const counts: Readonly<Record<string, number>> = {
  two: 2,
  zwei: 2,
  three: 3,
  drei: 3,
  four: 4,
  vier: 4,
  multiple: 2,
  several: 2,
  mehrere: 2,
};

/** "If two critical alerts fire or the p95 is above 2 s" has two clauses; one that is not placed is told beside the other. */
export const placeRollbackDecision: Placer = (statement, reading) => {
  if (isIntroduction(statement)) return { itself: 'it introduces what follows' };
  const clauses = statement.text.split(/,? (?:or|oder) (?!more\b|mehr\b)/);
  if (clauses.length === 1) return placeClause(statement, reading);
  const placed = clauses.map((text) => ({ text, outcome: placeClause({ ...statement, text }, reading) }));
  const became = placed.flatMap(({ outcome }) => ('became' in outcome ? [outcome.became] : []));
  if (became.length === 0) return placeClause(statement, reading);
  const left = placed.filter(({ outcome }) => !('became' in outcome)).map(({ text }) => `; not placed: "${text}"`);
  return { became: `${[...new Set(became)].join(', ')}${left.join('')}` };
};

const placeClause: Placer = (statement, reading) => {
  const words = plainWords(statement.text);
  const note = (key: 'blocking' | 'critical' | 'integrity', count: number) => {
    reading.draft.put(environmentPath(reading, 'rollback', 'when', key), count, originOf(statement, reading));
    return { became: `rollback.when.${key}: ${count}` };
  };
  if (/integrit|data loss|corrupt|consisten|konsisten|datenverlust|datenintegr/.test(words)) {
    placeCriteria(statement, reading);
    return note('integrity', 1);
  }
  const [, amount] =
    /\b(\d+|two|three|four|multiple|several|zwei|drei|vier|mehrere)\b[\w\s-]*(?:critical|error|issue|alert|kritisch|fehler)/.exec(
      words,
    ) ?? [];
  const measured = /%|percent|prozent|latenc|response time|antwortzeit|error rate|fehlerrate|\bp9[059]\b|\d ?ms/.test(
    words,
  );
  if (measured) {
    const where = placeCriteria(statement, reading, 'blocking');
    if (where !== undefined) return { became: `${where}, blocking` };
  }
  if (amount !== undefined && !/block/.test(words)) {
    const said = counts[amount] ?? Math.max(1, Number(amount));
    return note('critical', new RegExp(`(?:more than|mehr als) ${amount}\\b`).test(words) ? said + 1 : said);
  }
  if (/block|core function|outage|\bdown\b|unavailab|kernfunktion|ausfall|nicht erreichbar|unusable/.test(words))
    return note('blocking', 1);
  if (/critical|kritisch|severe|schwer/.test(words)) return note('critical', 1);
  const where = placeCriteria(statement, reading, 'blocking');
  if (where !== undefined) return { became: `${where}, blocking` };
  return statement.sort === 'sentence'
    ? { notPlaced: 'it is told to people; the rollback is recommended by `rollback.when`' }
    : { notPlaced: 'it names nothing that is measured' };
};

export const placeRollbackSteps: Placer = (statement, reading) => {
  const commands = commandsOf(statement);
  if (commands.length > 0) {
    const to = targetIn(commands);
    if (to !== undefined)
      reading.draft.put(environmentPath(reading, 'rollback', 'to'), to, originOf(statement, reading));
    for (const command of commands) {
      const step = withReference(safe(command), to);
      const line = undecidedIn(step) === undefined ? step : undecided(step, statement, reading);
      reading.draft.add(environmentPath(reading, 'rollback', 'steps'), line, originOf(statement, reading));
    }
    return { became: `rollback.steps${to === undefined ? '' : ', rollback.to'}` };
  }
  const words = plainWords(statement.text);
  if (/notif|inform|announce|tell|benachrichtig|informier/.test(words))
    return { became: placeAnnouncement(statement, reading, { on: ['rolled-back'] }) };
  if (/verif|check|confirm|ensure|pruef|sicherstell/.test(words)) {
    const path = environmentPath(reading, 'rollback', 'watch', 'for');
    reading.draft.put(path, spanIn(statement.text) ?? '15m', originOf(statement, reading));
    return { became: 'rollback.watch' };
  }
  if (/^(?:if|when|wenn|falls)\b/.test(words) && !isIntroduction(statement))
    return placeRollbackDecision(statement, reading);
  if (isIntroduction(statement)) return { itself: 'it introduces what follows' };
  return { notPlaced: 'there is no command in it that could be run' };
};

const aTag =
  /\[[^\]]*(?:tag|version|release|commit|stable|ref)[^\]]*\]|<[^>]*(?:tag|version|release|commit|stable|ref)[^>]*>|\$\{?(?:LAST_STABLE|PREVIOUS|STABLE)\w*\}?/i;

/** To which version the commands go back: a blank is the last stable one. */
function targetIn(commands: readonly string[]): string | undefined {
  for (const command of commands) {
    if (/^git (?:checkout|switch|reset)\b/.test(command) && (aTag.test(command) || command.includes('${ref}')))
      return 'last-stable';
    const [, ref] =
      /^git (?:checkout|switch --detach|reset --hard) (?:tags\/)?((?:v?\d[\w.-]*|[\w-]+\/[\w./-]+|stable[\w./-]*))$/.exec(
        command,
      ) ?? [];
    if (ref !== undefined) return ref;
  }
  return undefined;
}

function withReference(command: string, to: string | undefined): string {
  const filled = command.replace(aTag, '${ref}');
  return to === undefined || to === 'last-stable' ? filled : filled.replace(to, '${ref}');
}

export const placeAfterRollback: Placer = (statement, reading) => {
  const words = plainWords(statement.text);
  if (/ticket|issue tracker|github issue|jira|create issues?|open (?:an )?issues?|vorgang|tickets/.test(words)) {
    const { github } = reading.facts;
    const value =
      github === undefined ? { webhook: '${TICKET_WEBHOOK}' } : { github: github.value, token: '${GITHUB_TOKEN}' };
    reading.draft.put(environmentPath(reading, 'rollback', 'ticket'), value, originOf(statement, reading));
    return { became: 'rollback.ticket' };
  }
  if (/document|report|post-?mortem|root cause|write up|dokumentier|bericht|lessons/.test(words))
    return { itself: 'the report of the deployment is written from its record: `daywatch report`' };
  if (/schedul|new (?:deployment )?window|neues? (?:wartungs|zeit)|reschedul|plan .*again|neuer termin/.test(words))
    return { itself: 'the next window is proposed after a rollback' };
  if (/notif|inform|announce|benachrichtig|informier/.test(words))
    return { became: placeAnnouncement(statement, reading, { on: ['rolled-back'] }) };
  if (commandsOf(statement).length > 0) return placeRollbackSteps(statement, reading);
  return isIntroduction(statement) ? { itself: 'it introduces what follows' } : { notPlaced: 'it is for people to do' };
};

/** A clause or a command, wherever in the section about the rollback it stands. */
export const placeRollback: Placer = (statement, reading) => {
  if (commandsOf(statement).length > 0) return placeRollbackSteps(statement, reading);
  const words = plainWords(statement.text);
  if (
    /^(?:(?:we )?roll-? ?back,? )?(?:if|when|wenn|falls|sobald)\b|\b(?:trigger|ausloeser)/.test(words) &&
    !isIntroduction(statement)
  )
    return placeRollbackDecision(statement, reading);
  if (/ticket|post-?mortem|root cause|schedul/.test(words)) return placeAfterRollback(statement, reading);
  return placeRollbackSteps(statement, reading);
};

/** What the section about the rollback leaves open. */
export function completeRollback(reading: Reading, file: string): void {
  const path = environmentPath(reading, 'rollback');
  const { draft } = reading;
  if (draft.at(path) === undefined || draft.at([...path, 'steps']) !== undefined || reading.fixed) return;
  draft.put([...path, 'steps'], [`[TBD: command that brings the last stable version back (${file})]`]);
}
