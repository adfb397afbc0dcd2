import { hours } from '@daywatch/shared/vocabulary/time.ts';
import { describe, expect, it } from 'vitest';
import { planOf, problemLine, problemsOf } from './read-plan.fixture.ts';

/** Lines 1 to 10; an announcement stands on line 11, after 8 spaces. */
const around = (
  announcement: string,
  mail = 'mail: { server: "${SMTP_URL}", from: deploy@example.com }',
) => `service: shop
sources: { site: { type: http, url: https://shop.example.com } }
roles: { stakeholders: [ada@example.com, grace@example.com, Alan], devops-lead: [ada@example.com], quiet: [Alan] }
${mail}
environments:
  production:
    watch:
      criteria:
        healthy: { source: site, check: { path: /healthz } }
    announce:
      - ${announcement}
`;
const announcementsOf = (announcement: string) => planOf(around(announcement)).environments.production?.announce ?? [];

describe('an announcement', () => {
  it('to a role goes to each of its people with an address, and to nobody twice', () => {
    expect(announcementsOf('{ before: 24h, by: email, to: [stakeholders, devops-lead, ops@example.com] }')).toEqual([
      {
        name: 'email-stakeholders-devops-lead-before',
        by: 'email',
        when: { type: 'before', before: hours(24) },
        recipients: [
          { to: 'ada@example.com', role: 'devops-lead' },
          { to: 'grace@example.com', role: 'stakeholders' },
          { to: 'ops@example.com' },
        ],
        decisions: false,
        resolves: false,
        mail: { server: '${SMTP_URL}', from: 'deploy@example.com' },
        options: {},
      },
    ]);
  });

  it('keeps what its kind knows, with its variables in place', () => {
    const [one] = announcementsOf('{ on: no-go, by: slack, to: "${SLACK_WEBHOOK}", channel: "#ops" }');
    expect(one).toMatchObject({
      name: 'slack',
      when: { type: 'on', on: ['no-go'] },
      recipients: [{ to: '${SLACK_WEBHOOK}' }],
      options: { channel: '#ops' },
    });
  });

  it('has a name of its own, also beside others of the same sort', () => {
    const two = `{ on: go, by: slack, to: "\${A}" }\n      - { on: no-go, by: slack, to: "\${A}" }`;
    expect(announcementsOf(two).map(({ name }) => name)).toEqual(['slack', 'slack-2']);
  });

  it.each([
    ['{ on: go, by: desktop }', []],
    ['{ on: go, by: fax, to: x }', ['11:23 unknown-notifier: unknown sort of notifier "fax"']],
    ['{ on: go, to: stakeholders }', ['11:9 missing-key: the announcement does not say how it is sent']],
    ['{ by: email, to: stakeholders }', ['11:9 ambiguous-announcement: the announcement does not say when it is sent']],
    [
      '{ before: 24h, on: go, by: email, to: stakeholders }',
      ['11:9 ambiguous-announcement: an announcement is sent before, or on'],
    ],
    ['{ on: no-goo, by: email, to: stakeholders }', ['11:15 wrong-value']],
    ['{ before: 24, by: email, to: stakeholders }', ['11:19 wrong-value']],
    ['{ on: go, by: email, to: stakholders }', ['11:34 unknown-role: there is no role "stakholders"']],
    ['{ on: go, by: email, to: quiet }', ['11:34 role-without-address: nobody in the role "quiet" has a mail address']],
    ['{ on: go, by: email }', ['11:9 missing-key: "to" is missing']],
    [
      '{ on: go, by: slack, to: hooks.slack.com }',
      ['11:34 wrong-value: "hooks.slack.com" is not an http or https address'],
    ],
    ['{ on: go, by: desktop, to: me }', ['11:32 key-without-effect: "desktop" has no "to"']],
    [
      '{ on: [no-go, go], by: alertmanager, to: "http://a:9093" }',
      ['11:15 wrong-value: "alertmanager" cannot tell of go'],
    ],
    ['{ before: 24h, by: alertmanager, to: "http://a:9093" }', ['11:19 wrong-value: "alertmanager" tells of trouble']],
    ['{ on: go, by: slack, to: "${A}", chanel: x }', ['11:42 unknown-key: unknown key "chanel"']],
    [
      '{ on: go, by: slack, to: "${A}", quiet-hours: { from: "25:00", until: "07:00", time-zone: Europe/Berlin } }',
      ['11:63 wrong-value: "from": a time of day is written 22:00'],
    ],
    [
      '{ on: go, by: slack, to: "${A}", quiet-hours: { from: "22:00", until: "07:00", time-zone: Mars } }',
      ['wrong-value'],
    ],
    [
      '{ on: go, by: slack, to: "${A}", template: "# {{ servce }}\\nHello" }',
      ['unknown-placeholder: unknown placeholder {{ servce }} in line 1 of the template'],
    ],
  ])('%s', (announcement, lines) => {
    const found = problemsOf(around(announcement)).map(problemLine);
    expect(found).toEqual(lines.map((line) => expect.stringContaining(line)));
  });

  it('by mail needs to know the server', () => {
    const [problem] = problemsOf(around('{ on: go, by: email, to: stakeholders }', '# no mail'));
    expect(problem).toMatchObject({
      code: 'missing-key',
      message: '"by: email" needs to know the mail server',
      hint: expect.stringContaining('mail: { server: ${SMTP_URL}'),
    });
  });
});
