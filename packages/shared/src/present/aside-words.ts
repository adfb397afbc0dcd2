import type { EnvironmentView } from '../api/views.ts';
import type { Phase } from '../vocabulary/deployment-words.ts';
import { parseRfc3339 } from '../vocabulary/time.ts';
import { askedWords } from './asked-words.ts';
import { sentence } from './sentence.ts';
import type { Tone } from './words.ts';
import { zonedTime } from './zoned-time.ts';

export interface Aside {
  readonly text: string;
  readonly tone: Tone;
}

/** What else one should know of an environment beside its verdict: what needs a person, how long it is watched, when one may deploy. */
export const asideWords = (view: EnvironmentView): readonly Aside[] => [
  ...askedWords(view).map((text): Aside => ({ text, tone: 'caution' })),
  ...extended(view),
  ...afterRollback(view),
  ...window(view),
];

/** `Extended by 2h by lena until Wed 2026-12-02 23:05 (Europe/Berlin).` */
function extended(view: EnvironmentView): readonly Aside[] {
  const { watch } = view.verdict;
  const { deployment } = view;
  if (watch?.extendedBy === undefined || deployment?.phase !== 'watching') return [];
  const who = [
    ...new Set(deployment.decisions.filter(({ decision }) => decision === 'extend').map(({ by }) => by)),
  ].join(' and ');
  const until = deployment.waitsForDecision === undefined ? ` until ${localTime(watch.endsAt, view)}` : '';
  return [{ text: `Extended by ${watch.extendedBy}${who === '' ? '' : ` by ${who}`}${until}.`, tone: 'neutral' }];
}

function afterRollback(view: EnvironmentView): readonly Aside[] {
  const { ticket, nextWindow } = view.deployment ?? {};
  const asides: Aside[] = [];
  if (ticket?.state === 'opened') asides.push({ text: `Ticket: ${ticket.url ?? ticket.in}`, tone: 'neutral' });
  if (ticket?.state === 'failed')
    asides.push({ text: sentence(`no ticket could be opened in ${ticket.in}: ${ticket.because}`), tone: 'caution' });
  if (nextWindow !== undefined)
    asides.push({
      text: `It could be tried again on ${localTime(nextWindow.opensAt, { window: nextWindow })}.`,
      tone: 'neutral',
    });
  return asides;
}

const underWay: ReadonlySet<Phase> = new Set<Phase>(['deploying', 'verifying', 'watching', 'rolling-back']);
const tones = { open: 'good', closed: 'neutral', frozen: 'caution' } as const;

/** Only where a deploy could come next, and nothing was said already of when: a window was proposed for the next try. */
function window({ window: state, deployment, planned }: EnvironmentView): readonly Aside[] {
  if (state === undefined || (deployment?.nextWindow !== undefined && state.state === 'closed')) return [];
  if (planned === undefined && deployment !== undefined && underWay.has(deployment.phase)) return [];
  return [{ text: sentence(state.because), tone: tones[state.state] }];
}

/** By the clocks of the plan's window. */
function localTime(time: string, { window }: { readonly window?: { readonly timeZone: string } }): string {
  const at = parseRfc3339(time);
  const zone = window?.timeZone ?? 'UTC';
  return at === undefined ? time : `${zonedTime(at, zone)} (${zone})`;
}
