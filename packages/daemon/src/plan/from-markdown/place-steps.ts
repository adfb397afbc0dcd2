import { placeAnnouncement } from './announcements-in.ts';
import { placeCriteria } from './criteria-in.ts';
import { isCommand, isIntroduction } from './place-checklist.ts';
import { placeVerification } from './place-verification.ts';
import { environmentPath, type Outcome, originOf, type Placer, type Reading, undecided } from './reading.ts';
import { spanIn } from './spans-in-prose.ts';
import type { Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';
import { undecidedIn } from './undecided-in.ts';

/** The command lines of a statement: its block, else what stands between backticks and can be run. */
export function commandsOf({ commands, codes }: Statement): readonly string[] {
  if (commands.length > 0) return commands;
  return codes.filter(isCommand);
}

export const placeSteps: Placer = (statement, reading) => {
  const commands = commandsOf(statement);
  const branches = placeBranches(statement, commands, reading);
  if (commands.length > 0) {
    const path = environmentPath(reading, 'deploy', 'steps');
    for (const command of commands)
      reading.draft.add(path, stepOf(command, statement, reading), originOf(statement, reading));
    return { became: `deploy.steps${branches}` };
  }
  if (branches !== '') return { became: branches.replace(/^, /, '') };
  return placeBySense(statement, reading) ?? unspoken(statement);
};

export const unspoken = (statement: Statement): Outcome =>
  isIntroduction(statement)
    ? { itself: 'it introduces what follows' }
    : { notPlaced: 'there is no command in it that could be run' };

function stepOf(command: string, statement: Statement, reading: Reading): string {
  const line = safe(command);
  return undecidedIn(line) === undefined ? line : undecided(line, statement, reading);
}

/** A merge that opens an editor would wait for somebody who is not there. */
export const safe = (command: string): string =>
  /^git merge (?!.*--(?:no-edit|ff-only|abort|continue))(?!.*-m )/.test(command)
    ? command.replace(/^git merge /, 'git merge --no-edit ')
    : command;

/** "Merge the `staging` branch to `main`", or the git commands that do it. */
function placeBranches(statement: Statement, commands: readonly string[], reading: Reading): string {
  const [, from, to] =
    /\bmerge (?:the )?(?:branch )?["'`]?([\w./-]+)["'`]?(?: branch)? (?:in)?to (?:the )?["'`]?([\w./-]+)["'`]?/i.exec(
      statement.text,
    ) ?? [];
  const merged = commands
    .map((line) => /^git merge (?:--?[\w-]+ )*([\w./-]+)$/.exec(line)?.[1])
    .find((one) => one !== undefined);
  const before = commands.slice(
    0,
    commands.findIndex((line) => line.startsWith('git merge')),
  );
  const into = before
    .map((line) => /^git (?:checkout|switch) ([\w./-]+)$/.exec(line)?.[1])
    .findLast((one) => one !== undefined);
  const branches = { from: from ?? merged, to: to ?? into };
  const said: string[] = [];
  for (const key of ['from', 'to'] as const) {
    const branch = branches[key]?.replace(/^origin\//, '');
    if (branch === undefined || branches.from === undefined || branches.to === undefined) continue;
    reading.draft.put(environmentPath(reading, 'deploy', key), branch, originOf(statement, reading));
    said.push(`, deploy.${key}`);
  }
  return said.join('');
}

export const placePreparation: Placer = (statement, reading) => {
  const commands = commandsOf(statement);
  if (commands.length > 0) {
    const path = environmentPath(reading, 'checklist');
    const count = [reading.draft.at(path)].flat().filter((one) => one !== undefined).length;
    const title = statement.text.replace(/[:.]+$/, '') || `Preparation ${count + 1}`;
    reading.draft.add(
      path,
      { id: `preparation-${count + 1}`, title, run: commands.join('\n') },
      originOf(statement, reading),
    );
    return { became: `checklist preparation-${count + 1}: run` };
  }
  const words = plainWords(statement.text);
  if (/notif|inform|announce|tell|remind|benachricht|ankuendig|informier/.test(words)) {
    const before = spanIn(statement.text) ?? spanIn(reading.section.heading);
    return { became: placeAnnouncement(statement, reading, { before: before ?? '15m' }) };
  }
  return placeBySense(statement, reading) ?? unspoken(statement);
};

/** What a sentence without a command asks for, wherever it stands. */
export function placeBySense(statement: Statement, reading: Reading): Outcome | undefined {
  const words = plainWords(statement.text);
  if (words === '') return undefined;
  if (/check-?list|checkliste/.test(words)) return { itself: '`daywatch deploy` goes through the checklist first' };
  if (/dashboard/.test(words)) return { itself: 'the dashboards are shown with every verdict' };
  if (/notif|inform (?:the|all|stakeholder|team)|announce|benachrichtig|ankuendig|informier/.test(words))
    return { became: placeAnnouncement(statement, reading) };
  if (/\bverif|\bsmoke|pruef|ueberpruef|\btests?\b/.test(words)) {
    const outcome = placeVerification(statement, reading);
    return 'notPlaced' in outcome ? undefined : outcome;
  }
  const where = /monitor|watch|observe|beobacht|ueberwach/.test(words) ? placeCriteria(statement, reading) : undefined;
  return where === undefined ? undefined : { became: where };
}
