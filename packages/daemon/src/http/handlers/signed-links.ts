import { decisionWords } from '@daywatch/shared/present/words.ts';
import { formatDuration, instant, parseDuration, parseRfc3339, rfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { rule } from '../../deployments/verdict-of.ts';
import { type Grant, readGrant } from '../../notify/signed-link.ts';
import { reportHtml } from '../../record/report-html.ts';
import { collectReport } from '../collect-report.ts';
import { decisionPage, decisionTitles, notePage } from '../decision-page.ts';
import type { Asked, Handlers } from '../handler.ts';
import { pageHeaders } from '../headers.ts';
import type { HttpParts } from '../parts.ts';

type Decide = Extract<Grant, { may: 'decide' }>;
const mostBytes = 20_000;

/** Pages behind the signed links of messages. Their address is what they are let in by. */
export function signedLinks({
  feed,
  store,
  clock,
  commands,
  links,
  log,
}: Pick<HttpParts, 'feed' | 'store' | 'clock' | 'commands' | 'links' | 'log'>): Pick<
  Handlers,
  'decisionPage' | 'decideByLink' | 'sharedReport'
> {
  const read = (token: string) => readGrant(token, links.key, clock.now());

  async function decisionOf(token: string): Promise<Response | { grant: Decide; shown: Shown }> {
    const found = read(token);
    if ('fault' in found) return refusedPage(found.fault);
    if (found.grant.may !== 'decide') return refusedPage('not-ours');
    const { grant } = found;
    const deployment = await store.deployment(grant.deployment);
    if (deployment === undefined) return html(notePage('Unknown', 'There is no such deployment any more.'), 410);
    const answer = deployment.decisions.find(({ at }) => (parseRfc3339(at) ?? 0) >= grant.asked);
    if (answer !== undefined) {
      const { by, decision, reason } = answer;
      return html(notePage('Already decided', `${by} decided ${decisionWords[decision]}: ${reason}`), 410);
    }
    const { verdict, because } = rule({ environment: deployment.environment, deployment });
    const { service, version, environment } = deployment;
    const about = `${service} ${version.version} on ${environment}: ${verdict.toUpperCase()}`;
    return { grant, shown: { about, because } };
  }

  return {
    async decisionPage({ parameters: { token } }) {
      const asked = await decisionOf(token);
      return asked instanceof Response ? asked : html(decisionPage({ grant: asked.grant, ...asked.shown }));
    },

    async decideByLink({ parameters: { token }, context }) {
      const asked = await decisionOf(token);
      if (asked instanceof Response) return asked;
      const { grant, shown } = asked;
      const again = (fault: string, status = 422) => html(decisionPage({ grant, ...shown, fault }), status);
      const form = await readForm(context);
      if (form === undefined) return again('What was sent could not be read.', 400);
      const reason = form.get('reason')?.trim().slice(0, 1_000) ?? '';
      if (reason === '') return again('A decision needs its reason.');
      const longer = grant.decision === 'extend' ? parseDuration(form.get('by')?.trim() ?? '') : undefined;
      if (grant.decision === 'extend' && longer === undefined)
        return again('How much longer? Write it like 2h or 30m.');
      const by = `${grant.to} (by link)`;
      const since = rfc3339(instant(grant.asked));
      const answer = await commands.decide(grant.deployment, grant.decision, reason, by, longer, since);
      if ('refused' in answer)
        return again([answer.refused.detail, answer.refused.hint].filter(Boolean).join(' '), 409);
      log.info({ deployment: grant.deployment, decision: grant.decision, by }, 'decided by link');
      const extended = longer === undefined ? '' : ` for ${formatDuration(longer)} more`;
      return html(notePage('Recorded', `${decisionTitles[grant.decision]}${extended}: ${reason}`));
    },

    async sharedReport({ parameters: { token } }) {
      const found = read(token);
      if ('fault' in found) return refusedPage(found.fault);
      if (found.grant.may !== 'read-report') return refusedPage('not-ours');
      const deployment = await store.deployment(found.grant.deployment);
      if (deployment === undefined) return html(notePage('Unknown', 'There is no such deployment any more.'), 410);
      const page = reportHtml(await collectReport({ feed, store, clock }, deployment));
      return new Response(page, { headers: pageHeaders(page) });
    },
  };
}

interface Shown {
  readonly about: string;
  readonly because: readonly string[];
}

const html = (text: string, status = 200): Response => {
  const headers = pageHeaders(text);
  const policy = headers['content-security-policy']?.replace("form-action 'none'", "form-action 'self'") ?? '';
  return new Response(text, { status, headers: { ...headers, 'content-security-policy': policy } });
};

const refusedPage = (fault: 'not-ours' | 'expired'): Response =>
  fault === 'expired'
    ? html(notePage('Expired', 'This link has expired. Open the dashboard, or use `daywatch decide`.'), 410)
    : html(notePage('Not valid', 'This link is not one of ours, or it was changed on the way.'), 403);

async function readForm(context: Asked<'decideByLink'>['context']): Promise<URLSearchParams | undefined> {
  const length = Number(context.req.header('content-length') ?? Number.NaN);
  if (!(length <= mostBytes)) return undefined;
  try {
    return new URLSearchParams(await context.req.text());
  } catch {
    return undefined;
  }
}
