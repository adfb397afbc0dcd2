import { nameOf } from './name-of.ts';
import { peopleIn } from './people-in.ts';
import { environmentPath, originOf, type Reading } from './reading.ts';
import { roleNamedIn } from './roles-of.ts';
import { spanIn } from './spans-in-prose.ts';
import type { Statement } from './statement.ts';
import { plainWords } from './topic-of.ts';

/** What a sentence asks to be told, to whom, how and when; answers where it stands. */
export function placeAnnouncement(statement: Statement, reading: Reading, when?: When): string {
  const words = plainWords(statement.text);
  const path = environmentPath(reading, 'announce');
  const time = when ?? timeIn(words, plainWords(statement.label || statement.under.join(' ')), statement.text);
  const found = reading.draft.at(path);
  const list: readonly Entry[] = Array.isArray(found) ? found : [];
  const entry = exactly(statement) ?? notToldTwice({ ...time, ...addresseeOf(statement, words, reading) }, list);
  const twin = list.some((one) => JSON.stringify(one) === JSON.stringify(entry));
  if (entry !== undefined && !twin) reading.draft.add(path, entry, originOf(statement, reading));
  return 'announce';
}

type Entry = Readonly<Record<string, unknown>>;

/** "Notify stakeholders of the rollback" and "E-mail to stakeholders afterwards" are one mail about a rollback, not two. */
function notToldTwice(entry: When & { by: string; to: string }, others: readonly Entry[]): Entry | undefined {
  if ('before' in entry) return entry;
  const told = others.filter(({ by, to }) => by === entry.by && to === entry.to).flatMap(({ on }) => on);
  const on = entry.on.filter((occasion) => !told.includes(occasion));
  return on.length === 0 ? undefined : { ...entry, on };
}

export type When = { readonly before: string } | { readonly on: readonly string[] };

/** "24h before: email to stakeholders" and "On deploying, no-go: slack to ${SLACK_WEBHOOK}" say it in the plan's own words. */
function exactly({ label, rest }: Statement): Readonly<Record<string, unknown>> | undefined {
  const [, by, to] = /^([a-z]+)(?: to (\S+))?$/.exec(rest) ?? [];
  const [, before] = /^((?:\d+(?:\.\d+)?(?:ms|[smhd]))+) before$/.exec(label) ?? [];
  const [, occasions] = /^On ([a-z-]+(?:, [a-z-]+)*)$/.exec(label) ?? [];
  if (by === undefined || (before === undefined && occasions === undefined)) return undefined;
  const time = before === undefined ? { on: occasions?.split(', ') } : { before };
  return { ...time, by, ...(to === undefined ? {} : { to }) };
}

function timeIn(words: string, label: string, text: string): When {
  const span = spanIn(text);
  if (/roll-?back|rueckfall|zurueckroll/.test(words)) return { on: ['rolled-back'] };
  if (/\bduring\b|while|waehrend|status updates|progress/.test(label))
    return { on: ['deploying', 'watching', 'no-go'] };
  if (/\bpost\b|post-|after|\bdone\b|\bnach(?:her)?\b|success|complet|finish|abschluss|erfolg/.test(label))
    return { on: ['succeeded', 'rolled-back', 'failed'] };
  if (/\bpre\b|pre-|before|prior|advance|\bvor(?:her)?\b|zuvor|vorab|upcoming|\bt ?- ?\d/.test(`${label} ${words}`))
    return { before: span ?? '24h' };
  if (/\bpost\b|post-|after|\bnach\b|success|complet|finish|abschluss|erfolg/.test(words)) {
    const atOnce = /\b(?:begins?|starts?|beginnt?|beginn|start)\b/.test(words) ? ['deploying'] : [];
    return { on: [...atOnce, 'succeeded', 'rolled-back', 'failed'] };
  }
  if (/issue|problem|incident|no-?go|fail|stoerung/.test(words)) return { on: ['no-go', 'failed'] };
  return { on: ['deploying', 'watching', 'no-go'] };
}

const groups: readonly (readonly [RegExp, string])[] = [
  [/stakeholder/, 'stakeholders'],
  [/customer|kunden/, 'customers'],
  [/\busers?\b|nutzer|anwender/, 'users'],
  [/fachbereich/, 'fachbereich'],
  [/on-?call|bereitschaft/, 'on-call'],
  [/management|geschaeftsfuehrung/, 'management'],
  [/team|everyone|alle beteiligten/, 'team'],
];

function addresseeOf(
  { text, links }: Statement,
  words: string,
  reading: Reading,
): { by: string; to: string; token?: string } {
  const hook = links.map(({ url }) => url).find((url) => /^https?:/.test(url));
  const mail = /e-?mail|\bmails?\b/.test(words);
  if (!mail && /github|pull request/.test(words) && reading.facts.github !== undefined)
    return { by: 'github', to: reading.facts.github.value, token: '${GITHUB_TOKEN}' };
  const slack = !mail && /slack|channel|kanal|\bchat\b|mattermost|(?<!\w)#[a-z]/.test(words);
  if (slack || (!mail && /\bteams\b|discord|webhook|\bhooks?\.|\bvia https?:|pagerduty|status ?page/.test(words))) {
    const by = slack ? 'slack' : 'webhook';
    return { by, to: hook ?? (slack ? '${SLACK_WEBHOOK}' : '${ANNOUNCE_WEBHOOK}') };
  }
  const address = peopleIn(text).find((one) => one.includes('@') && !one.startsWith('@'));
  if (address !== undefined) return { by: 'email', to: address };
  const role = roleNamedIn(text, reading.roles);
  const group = groups.find(([pattern]) => pattern.test(words))?.[1];
  return { by: 'email', to: role ?? (group === undefined ? 'stakeholders' : nameOf(group)) };
}
