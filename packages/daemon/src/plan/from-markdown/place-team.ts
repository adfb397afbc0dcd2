import { nameOf } from './name-of.ts';
import { isIntroduction } from './place-checklist.ts';
import type { Outcome, Placer } from './reading.ts';
import { decides, roleNamedIn, roleSaidIn } from './roles-of.ts';
import { plainWords } from './topic-of.ts';

const duties: readonly (readonly [RegExp, (role: string) => Outcome])[] = [
  [/troubleshoot|assist|support|help|hilf|unterstuetz|bereit/, () => ({ notPlaced: 'it is for people to do' })],
  [
    /monitor|watch|observe|ueberwach|beobacht/,
    () => ({ itself: 'the watch measures; the verdict is shown to everybody' }),
  ],
  [
    /test|workflow|verif|functional|pruef|validat/,
    () => ({ itself: 'verify runs it; what only a person can say is a sign-off of the checklist' }),
  ],
  [
    /\bexecut|deploy|roll-?out|\bmerge|run the|ausfuehr|ausroll|einspiel/,
    (role) => ({ itself: `${role} runs \`daywatch deploy\`; who did is in the record` }),
  ],
  [/document|report|write|dokumentier/, () => ({ itself: 'the record keeps it, and the report is written from it' })],
  [/communicat|inform|notif|announce|kommuniz|benachrichtig/, () => ({ itself: 'see announce' })],
];

export const placeTeam: Placer = (statement, { roles }) => {
  const above = statement.under[0];
  const role = above === undefined ? undefined : (roleNamedIn(above, roles) ?? nameOf(above));
  const said = above === undefined ? roleSaidIn(statement) : undefined;
  if (said !== undefined) {
    const name = nameOf(said.title);
    return decides(statement.text) ? { became: `roles.${name}, who decides` } : { became: `roles.${name}` };
  }
  if (statement.sort === 'sentence' && isIntroduction(statement)) return { itself: 'it introduces what follows' };
  const words = plainWords(statement.text);
  if (decides(words)) return { became: `roles.${role ?? 'lead'}, who decides: \`daywatch decide\`` };
  const duty = duties.find(([pattern]) => pattern.test(words))?.[1](role ?? 'the one who deploys');
  return (
    duty ??
    (role === undefined ? { notPlaced: 'it names no role and no person' } : { notPlaced: 'it is for people to do' })
  );
};
