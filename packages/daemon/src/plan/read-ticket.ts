import { type TicketPlan, ticketInput } from '@daywatch/shared/vocabulary/ticket.ts';
import type { Path, PlanFaultCode, Report } from './fault.ts';
import { isMapping, readFields } from './read-fields.ts';
import { unknownPlaceholders } from './template-placeholders.ts';

interface Written {
  readonly value: unknown;
  readonly path: Path;
  readonly report: Report;
}

/** Where a ticket is opened after a rollback. */
export function readTicket({ value, path, report }: Written): TicketPlan | undefined {
  const fields = readFields(ticketInput, { value, path, report });
  if (fields === undefined || !isMapping(value)) return undefined;
  const { github, token, api, webhook, template } = fields;
  const tell = (code: PlanFaultCode, key: string | undefined, message: string, hint: string) =>
    report({ code, path: key === undefined ? path : [...path, key], at: 'key', message, hint });
  const ways = ['github', 'webhook'].filter((key) => Object.hasOwn(value, key));
  if (ways.length === 0)
    tell(
      'missing-key',
      undefined,
      'nobody can tell where the ticket is opened',
      'Add `github: owner/repository`, or `webhook` with an address.',
    );
  if (ways.length === 2)
    tell('wrong-value', 'webhook', 'a ticket is opened in one place only', 'Remove one of `github` and `webhook`.');
  if (template?.includes('\n'))
    for (const { name, line } of unknownPlaceholders(template))
      tell(
        'wrong-value',
        'template',
        `unknown placeholder {{ ${name} }} in line ${line} of the template`,
        'See docs/plan/report.md for those there are.',
      );
  const rest = template === undefined ? {} : { template };
  if (github !== undefined) {
    if (!/^[\w.-]+\/[\w.-]+$/.test(github) && !github.includes('${'))
      tell('wrong-value', 'github', `"${github}" is not owner/repository`, 'Write it like example/shop.');
    if (token === undefined)
      tell('missing-key', undefined, 'GitHub takes no issue without a token', 'Add `token: ${GITHUB_TOKEN}`.');
    return token === undefined
      ? undefined
      : { type: 'github', repository: github, token, api: api ?? 'https://api.github.com', ...rest };
  }
  for (const key of ['token', 'api'])
    if (Object.hasOwn(value, key))
      tell('key-without-effect', key, `"${key}" has no meaning for a webhook`, 'Remove it.');
  return webhook === undefined ? undefined : { type: 'webhook', url: webhook, ...rest };
}
