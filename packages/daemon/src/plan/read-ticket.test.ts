import { describe, expect, it } from 'vitest';
import { aroundSection, problemLine, problemsOf, productionOf } from './read-plan.fixture.ts';

const around = (written: string) => aroundSection(`rollback: { steps: [ ./deploy.sh ], ticket: ${written} }`);
const ticketOf = (written: string) => productionOf(around(written)).rollback?.ticket;
const faults = (written: string) => problemsOf(around(written));

describe('where a ticket is opened', () => {
  it.each([
    [
      '{ github: example/shop, token: "${GITHUB_TOKEN}" }',
      { type: 'github', repository: 'example/shop', token: '${GITHUB_TOKEN}', api: 'https://api.github.com' },
    ],
    [
      '{ github: example/shop, token: "${GITHUB_TOKEN}", api: "https://github.example.com/api/v3" }',
      {
        type: 'github',
        repository: 'example/shop',
        token: '${GITHUB_TOKEN}',
        api: 'https://github.example.com/api/v3',
      },
    ],
    ['{ webhook: "${TICKET_URL}" }', { type: 'webhook', url: '${TICKET_URL}' }],
    [
      '{ webhook: "${TICKET_URL}", template: ticket.md }',
      { type: 'webhook', url: '${TICKET_URL}', template: 'ticket.md' },
    ],
  ])('%s', (written, ticket) => {
    expect(ticketOf(written)).toEqual(ticket);
  });

  it.each([
    ['{ template: ticket.md }', 'missing-key: nobody can tell where the ticket is opened', 'Add `github'],
    [
      '{ github: example/shop, token: "${T}", webhook: "${U}" }',
      'wrong-value: a ticket is opened in one place only',
      'Remove one',
    ],
    ['{ github: shop, token: "${T}" }', 'wrong-value: "shop" is not owner/repository', 'example/shop'],
    ['{ github: example/shop }', 'missing-key: GitHub takes no issue without a token', 'Add `token'],
    ['{ webhook: "${U}", token: "${T}" }', 'key-without-effect: "token" has no meaning for a webhook', 'Remove it.'],
    ['{ webhook: "${U}", titel: x }', 'unknown-key: unknown key "titel"', undefined],
    ['somewhere', 'wrong-type:', undefined],
    [
      '{ webhook: "${U}", template: "# {{ service }}\\n\\n{{ verison }}" }',
      'wrong-value: unknown placeholder {{ verison }} in line 3 of the template',
      'docs/plan/report.md',
    ],
  ])('%s is told, with its place', (written, message, hint) => {
    const found = faults(written);
    expect(found).toHaveLength(1);
    expect(problemLine(found[0] ?? expect.unreachable())).toMatch(/^9:\d+ /);
    expect(problemLine(found[0] ?? expect.unreachable())).toContain(message);
    if (hint !== undefined) expect(found[0]?.hint).toContain(hint);
  });
});
