import { undecidedIn } from './undecided-in.ts';

const email = /[\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/gu;
const handle = /(?<![\w.])@[\w][\w.-]*[\w]|(?<![\w.])@\w/g;
/** "Anna Schmidt", "Jürgen von der Lippe", not "the on-call engineer". */
const fullName =
  /^(?:Dr\.? |Prof\.? )?\p{Lu}[\p{L}'.-]*(?: (?:von|van|de|der|den|di|la|\p{Lu}[\p{L}'.-]*))* \p{Lu}[\p{L}'-]+$/u;
/** Words of jobs and groups: with them in it, a name is that of a role. */
export const roleWords =
  /\b(?:lead|leads|team|support|engineers?|developers?|devops|qa|ops|operations|manager|owner|on-?call|sre|dba|testers?|admins?|administrators?|stakeholders?|product|customers?|users?|release|security|architect|leitung|leiter(?:in)?|entwicklung|entwickler(?:in)?|betrieb|fachbereich|bereitschaft|kunden?)\b/i;

/** People as a plan names them: e-mail addresses, else @handles, else names; an address speaks for the name beside it. */
export function peopleIn(text: string): readonly string[] {
  if (undecidedIn(text) !== undefined) return [];
  const people: string[] = [];
  for (const part of text.split(/[,;|/]| and | und |&/)) {
    const addresses = part.match(email) ?? part.replace(email, ' ').match(handle);
    if (addresses !== null) people.push(...addresses);
    else {
      const name = part
        .replace(/[()[\]*]/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      if (fullName.test(name) && !roleWords.test(name)) people.push(name);
    }
  }
  return [...new Set(people)];
}

/** Roles that are listed by name: "[DevOps Lead, Developer Support]". */
export function rolesIn(text: string): readonly string[] {
  if (undecidedIn(text) !== undefined) return [];
  return text
    .replace(/[[\]()]/g, ' ')
    .split(/[,;|/]| and | und |&/)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter(
      (part) => part !== '' && part.split(' ').length <= 4 && roleWords.test(part) && peopleIn(part).length === 0,
    );
}
