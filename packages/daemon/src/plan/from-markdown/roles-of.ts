import { nameOf } from './name-of.ts';
import { peopleIn, rolesIn, roleWords } from './people-in.ts';
import type { Section, Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';

/** A role as a document speaks of it. */
export interface RoleSaid {
  /** As the plan calls it. */
  readonly name: string;
  readonly title: string;
  readonly people: readonly string[];
  /** Makes the go/no-go decision. */
  readonly decides: boolean;
  readonly statement: Statement;
  readonly section: Section;
}

export const decides = (text: string): boolean =>
  /go ?\/? ?(?:or )?no-? ?go|\bdecision|\bdecides?\b|\bapprov|entscheid|freigabe/.test(plainWords(text));

/** The roles of a document, from what it says of its team, whichever way round. */
export function rolesOf(sections: readonly Section[]): readonly RoleSaid[] {
  const roles = new Map<string, RoleSaid>();
  const add = (title: string, people: readonly string[], statement: Statement, section: Section, decider = false) => {
    const name = nameOf(title);
    const before = roles.get(name);
    roles.set(name, {
      name,
      title: before?.title ?? title,
      people: [...new Set([...(before?.people ?? []), ...people])],
      decides: (before?.decides ?? false) || decider,
      statement: before?.statement ?? statement,
      section: before?.section ?? section,
    });
  };
  for (const section of sections)
    for (const statement of section.statements) {
      if (section.topic === 'team') {
        const said = roleSaidIn(statement);
        if (said !== undefined) add(said.title, said.people, statement, section, decides(statement.text));
        const above = statement.under[0];
        if (above !== undefined) {
          const title = titleOf(above);
          if (title !== undefined) add(title, peopleIn(statement.text), statement, section, decides(statement.text));
        }
      } else if (section.topic === 'window' && isTeamLine(statement))
        for (const title of rolesIn(statement.rest)) add(title, [], statement, section);
    }
  return [...roles.values()];
}

export const isTeamLine = ({ label }: Statement): boolean =>
  /team|people|staff|responsible|who|beteiligte|verantwortlich/.test(plainWords(label));

/** A bullet or a row that names a role: "DevOps Lead: Anna", "QA Team", "| Anna | Release manager |". */
export function roleSaidIn(
  statement: Statement,
): { readonly title: string; readonly people: readonly string[] } | undefined {
  if (statement.under.length > 0) return undefined;
  if (statement.sort === 'row') return ofRow(statement);
  const title = titleOf(statement.text);
  if (title === undefined) return undefined;
  // "Anna Schmidt: DevOps Lead" is said of the person.
  const person = peopleIn(statement.label);
  if (person.length > 0 && roleWords.test(statement.rest)) {
    const role = statement.rest.split(/[(,;–—]/)[0]?.trim() ?? '';
    return { title: role, people: peopleIn(statement.rest).length > 0 ? peopleIn(statement.rest) : person };
  }
  return { title, people: peopleIn(statement.rest) };
}

function titleOf(text: string): string | undefined {
  const [, before] = /^([^:]{2,50}?)\s*:(?:\s|$)/.exec(text) ?? [];
  if (before !== undefined) return before.replace(/\([^)]*\)/g, '').trim() || undefined;
  const [head = ''] = text.split(/ [–—-] |\(/);
  return head.split(' ').length <= 4 && roleWords.test(head) ? head.trim() : undefined;
}

const personColumn = /^(?:name|person|who|wer|contact|kontakt|ansprechpartner|e-?mail|mail|people|assignee)/;
const roleColumn = /^(?:role|rolle|team|function|funktion|position|responsib\w*|verantwort\w*|aufgabe)/;

function ofRow({ cells, label }: Statement) {
  const entries = Object.entries(cells);
  const role = entries.find(([column]) => roleColumn.test(column))?.[1] ?? label;
  const people = entries.filter(([column]) => personColumn.test(column)).map(([, cell]) => cell);
  const named = peopleIn(people.join(', '));
  const addresses = named.filter((one) => one.includes('@'));
  return role === '' ? undefined : { title: role, people: addresses.length > 0 ? addresses : named };
}

const first = (roles: readonly RoleSaid[], pattern: RegExp) =>
  roles.find(({ title }) => pattern.test(plainWords(title)))?.name;

/** Who decides: the one of whom it is said, else the one that is called a lead. */
export const leadOf = (roles: readonly RoleSaid[]): string =>
  roles.find((role) => role.decides)?.name ??
  first(roles, /lead|manager|owner|leitung|leiter/) ??
  roles[0]?.name ??
  'lead';

export const testersOf = (roles: readonly RoleSaid[]): string =>
  first(roles, /\bqa\b|test|quality|qualitaet/) ?? leadOf(roles);

export const developersOf = (roles: readonly RoleSaid[]): string =>
  first(roles, /develop|engineer|entwickl|\bdev\b|dba|database/) ?? leadOf(roles);

/** The role that a text names: "signed off by QA", "(DevOps Lead)", "Owner: QA team". */
export function roleNamedIn(text: string, roles: readonly RoleSaid[]): string | undefined {
  const words = ` ${plainWords(text).replace(/[^a-z0-9@.]+/g, ' ')} `;
  const longestFirst = [...roles].sort((one, other) => other.title.length - one.title.length);
  return longestFirst.find(({ title, people }) =>
    [title, ...people].some((name) =>
      words.includes(
        ` ${plainWords(name)
          .replace(/[^a-z0-9@.]+/g, ' ')
          .trim()} `,
      ),
    ),
  )?.name;
}
