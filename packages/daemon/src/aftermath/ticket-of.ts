import { zonedSpan, zonedTime } from '@daywatch/shared/present/zoned-time.ts';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import { parseRfc3339 } from '@daywatch/shared/vocabulary/time.ts';
import { fillTemplate, plainInMarkdown } from '../notify/template.ts';
import type { Ticket } from '../ports/ticket.ts';

const usualTemplate = `# {{ service }} {{ version }} was rolled back in {{ environment }}

{{ service }} {{ version }} ({{ commit }}) was rolled back to {{ previous }}.
It was deployed by {{ deployed-by }}; the rollback was decided as: {{ decision }}

## Why

{{ rule }}

{{ reasons }}

## What now

- [ ] Find the cause, and a test that would have found it
- [ ] Mend it, and see it work in staging
- [ ] Deploy again: the next window opens {{ opens }}

Report: {{ report }}
Deployment: {{ deployment }}
`;

/** The ticket of a version that was rolled back, from a template or the usual one. Its first heading is the title. */
export function ticketOf(
  deployment: Deployment,
  {
    template = usualTemplate,
    reportUrl,
    timeZone,
  }: { readonly template?: string | undefined; readonly reportUrl: string; readonly timeZone: string },
): Ticket {
  const { id, service, environment, version, deployedBy, rollback, verdict, aftermath, decisions, endedAt } =
    deployment;
  const next = aftermath?.nextWindow;
  const [opens, closes] = [parseRfc3339(next?.opensAt), parseRfc3339(next?.closesAt)];
  const decision = decisions.findLast((one) => one.decision === 'roll-back' || one.decision === 'no-go');
  const ended = parseRfc3339(endedAt);
  const facts = known({
    service,
    environment,
    version: version.version,
    commit: version.commit,
    'deployed-by': deployedBy,
    previous: rollback?.target.version,
    rule: verdict?.rule,
    decision: decision === undefined ? rollback?.reason : `${decision.reason} (${decision.by})`,
    verdict: 'NO-GO',
    recommendation: 'roll back',
    at: ended && `${zonedTime(ended, timeZone)} (${timeZone})`,
    opens: opens && next && `${zonedTime(opens, next.timeZone)} (${next.timeZone})`,
    closes: closes && next && zonedTime(closes, next.timeZone),
    deployment: id,
  });
  const plain = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, plainInMarkdown(value)]));
  const reasons = (verdict?.because ?? []).map((one) => `- ${plainInMarkdown(one)}`).join('\n');
  const filled = fillTemplate(template, { ...plain, reasons, report: reportUrl });
  const [, heading, rest] = /^\s*#\s+([^\n]+)\n?([\s\S]*)$/.exec(filled) ?? [];
  const usual = `${service} ${version.version} was rolled back in ${environment}`;
  const nextSpan =
    opens === undefined || closes === undefined || next === undefined
      ? undefined
      : zonedSpan({ from: opens, until: closes }, next.timeZone);
  return {
    deployment: id,
    // A title is plain text everywhere.
    title: heading === undefined ? usual : heading.replace(/\\([\\`*_{}[\]<>#|~&!+.)-])/g, '$1').trim(),
    body: (rest ?? filled).trim(),
    facts: { ...facts, report: reportUrl, ...(nextSpan !== undefined && { 'next-window': nextSpan }) },
  };
}

/** What there is nothing to say of is not there. */
const known = (facts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
