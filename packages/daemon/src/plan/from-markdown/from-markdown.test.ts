import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planKinds } from '../../plan-kinds.ts';
import { noFacts } from '../from-repository/no-facts.fixture.ts';
import type { RepositoryFacts } from '../from-repository/repository-facts.ts';
import { parsePlan } from '../parse.ts';
import { fromMarkdown } from './from-markdown.ts';
import { readDocument } from './read-document.ts';

const documents = new URL('documents/', import.meta.url);
const names = readdirSync(documents);
const textOf = (name: string) => readFileSync(new URL(name, documents), 'utf8');

const shop: RepositoryFacts = {
  ...noFacts,
  scripts: ['test', 'test:production', 'test:smoke', 'test:e2e'],
  dependencies: ['hono', 'drizzle-orm'],
  metrics: { value: '/metrics', from: 'src/app.ts line 3' },
  migrations: { value: 'drizzle', from: 'drizzle.config.ts' },
  github: { value: 'acme/shop', from: 'the remote of git' },
};

function read(text: string, facts = shop) {
  const made = fromMarkdown({ text, file: 'PLAN.md', facts });
  if ('problems' in made) throw new Error(made.problems.map(({ message }) => message).join('\n'));
  return made;
}
const check = (text: string) => {
  const parsed = parsePlan({ text, file: 'daywatch.yaml', ...planKinds });
  return 'problems' in parsed ? parsed.problems : [];
};
/** The plan of a document under a heading, as data. */
const production = (...lines: string[]) => {
  const { environments = {} } = read(['# Production deployment', '', ...lines].join('\n')).value as Plan;
  return environments.production ?? {};
};
type Plan = { readonly environments?: Readonly<Record<string, Environment>>; readonly [key: string]: unknown };
type Environment = Readonly<Record<string, unknown>>;

describe('a real deployment plan', () => {
  const made = read(textOf('production-deployment-plan.md'));
  const { environments, ...top } = made.value as Required<Plan>;

  it('has its window, of which date and time are still to be decided', () => {
    expect(environments.production?.window).toEqual({
      opens: expect.stringMatching(
        /^\[TBD: Scheduled Date: Requires stakeholder approval \(PLAN\.md line 11\); Scheduled Time/,
      ),
      for: '60m',
      'time-zone': expect.stringContaining('[TBD: time zone'),
      expected: '60m',
    });
  });

  it('has all seven items of its checklist, each checked or signed', () => {
    expect(environments.production?.checklist).toMatchObject([
      { title: 'All tests pass in the staging environment', run: 'npm test' },
      { title: 'Manual testing has been performed in staging', 'sign-off': 'qa-team' },
      { verdict: { environment: 'staging', within: '2d' } },
      { title: 'Database migrations have been tested', migrations: { folder: 'drizzle' } },
      { id: 'rollback-procedure-reviewed', 'sign-off': 'devops-lead' },
      { announced: 'stakeholders' },
      { backup: { files: expect.stringContaining('[TBD: '), within: '24h' } },
    ]);
    expect(environments.staging).toMatchObject({ watch: { for: '24h' } });
  });

  it('deploys and verifies with its commands', () => {
    expect(environments.production).toMatchObject({
      deploy: {
        from: 'staging',
        to: 'main',
        steps: ['git checkout main', 'git merge --no-edit staging', 'git push origin main', './deploy-production.sh'],
      },
      verify: [
        { get: '${SHOP_URL}/healthz' },
        { run: 'npm run test:production' },
        { run: `node --input-type=module --eval 'import "drizzle-orm"'` },
        { workflow: 'user-registration-and-authentication' },
        { workflow: 'data-creation-and-retrieval-operations' },
        { workflow: 'complex-queries-and-transactions' },
      ],
    });
  });

  it('watches for a day what it names', () => {
    expect(environments.production?.watch).toMatchObject({
      for: '24h',
      criteria: {
        healthy: { severity: 'blocking', source: 'site' },
        'new-errors': { source: 'logs', count: 'new-signatures', limit: 0 },
        'database-latency': { source: 'database' },
        'response-time': { source: 'metrics', tolerance: '25%' },
        'new-issues': { source: 'sentry', count: 'new-issues', limit: 0 },
        constraints: { integrity: true },
        'complex-queries-and-transactions': { workflow: 'complex-queries-and-transactions' },
      },
    });
    expect(Object.keys(top.sources ?? {}).sort()).toEqual([
      'database',
      'logs',
      'metrics',
      'sentry',
      'site',
      'staging-site',
    ]);
  });

  it('rolls back by its three clauses and its steps', () => {
    expect(environments.production?.rollback).toEqual({
      when: { blocking: 1, critical: 2, integrity: 1 },
      to: 'last-stable',
      steps: ['git checkout ${ref}', './deploy-production.sh'],
      watch: { for: '15m' },
      ticket: { github: 'acme/shop', token: '${GITHUB_TOKEN}' },
    });
  });

  it('tells who is to be told', () => {
    expect(environments.production?.announce).toEqual([
      { before: '15m', by: 'email', to: 'team' },
      { on: ['rolled-back'], by: 'email', to: 'stakeholders' },
      { before: '24h', by: 'email', to: 'stakeholders' },
      { on: ['deploying', 'watching', 'no-go'], by: 'slack', to: '${SLACK_WEBHOOK}' },
      // Of a rollback they are told above.
      { on: ['succeeded', 'failed'], by: 'email', to: 'stakeholders' },
    ]);
    expect(Object.keys(top.roles ?? {})).toEqual([
      'devops-lead',
      'developer-support',
      'qa-team',
      'stakeholders',
      'team',
    ]);
  });

  it('is a plan but for what is still to be decided', () => {
    const problems = check(made.yaml).filter(({ code }) => code !== 'to-be-decided');
    expect(problems).toEqual([]);
    expect(check(made.yaml).map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^still to be decided: Application Performance: Dashboard URL \(PLAN\.md line 126\)$/),
    );
  });

  it('says of each value from which sentence it comes, and at the end what it could not place', () => {
    expect(made.yaml).toMatch(/^ +to: main # "Merge the staging branch to main:" \(Deployment .*, line 34\)$/m);
    expect(made.yaml).toMatch(/^ +# "If database integrity is compromised" \(Decision to Rollback, line 65\)$/m);
    expect(made.yaml).toMatch(/^# - line 93: "Assist with troubleshooting": not placed: it is for people to do$/m);
  });

  it('means the same with Windows line ends and a byte order mark', () => {
    const windows = `\uFEFF${textOf('production-deployment-plan.md').replaceAll('\n', '\r\n')}`;
    expect(read(windows)).toEqual(made);
  });

  it('asks for what neither it nor the repository says', () => {
    const bare = read(textOf('production-deployment-plan.md'), noFacts).value as Required<Plan>;
    expect(bare.environments.production).toMatchObject({
      checklist: expect.arrayContaining([expect.objectContaining({ 'sign-off': 'developer-support' })]),
      verify: expect.arrayContaining([{ run: expect.stringContaining('[TBD: command for: Run automated tests') }]),
      rollback: { ticket: { webhook: '${TICKET_WEBHOOK}' } },
    });
  });
});

describe.each(names)('%s', (name) => {
  const text = textOf(name);

  it('loses no line', () => {
    const said = readDocument(text).flatMap(({ heading, statements }) => [
      heading,
      ...statements.flatMap((one) => [
        one.text,
        ...one.links.map(({ text: name, url }) => `${name} ${url}`),
        ...one.commands,
        ...Object.values(one.cells),
        one.block?.text ?? '',
      ]),
    ]);
    const spoken = bare(said.join('\n'));
    const lines = text.replace(/^---\n[\s\S]*?\n---\n/, '').split('\n');
    const headers = lines.filter((_, index) => /^\|[\s|-]+\|$/.test(lines[index + 1] ?? ''));
    const missing = lines.filter(
      (line) => !headers.includes(line) && !marks.test(line) && !spoken.includes(bare(line)),
    );
    expect(missing).toEqual([]);
  });

  it('says of every statement what became of it', () => {
    const { sections } = read(text);
    const count = readDocument(text).flatMap(({ statements }) => statements).length;
    const outcomes = sections.flatMap(({ statements }) => statements.map(({ outcome }) => Object.values(outcome)[0]));
    expect(outcomes).toHaveLength(count);
    expect(outcomes.every((words) => words !== undefined && words !== '')).toBe(true);
  });

  it('becomes a plan but for what is still to be decided', () => {
    expect(check(read(text).yaml).filter(({ code }) => code !== 'to-be-decided')).toEqual([]);
  });
});

/** Fences, rules, and comments of a shell say nothing. */
const marks = /^\s*(?:`{3}\w*|\|[\s|-]+\||#+ takes about.*|)\s*$/;
const bare = (text: string) =>
  text
    .replace(/^\s*(?:[-+*]|\d+\.)\s+(?:\[[ x]\])?/gm, ' ')
    .replace(/[`*|[\]<>\\$]|^\s*(?:#+|[-+]|\d+\.)\s|\((?=https?:)|\)$/gm, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();

describe('documents of other writers', () => {
  it('tables of people, a backout plan, a window with times of its own', () => {
    const plan = read(textOf('billing-release.md')).value as Required<Plan>;
    expect(plan).toMatchObject({
      service: 'billing',
      roles: { 'release-manager': ['anna@billing.example'], 'database-administrator': ['bob@billing.example'] },
      environments: {
        production: {
          window: {
            opens: '2026-12-01T22:00',
            for: '90m',
            'time-zone': 'Europe/Berlin',
            expected: '45m',
            freezes: [{ from: '2026-12-20', until: '2027-01-03', because: 'end of the year' }],
          },
          checklist: [
            { run: 'npm run test:unit' },
            { backup: { within: '6h' } },
            { title: 'Release notes are approved', 'sign-off': 'release-manager' },
          ],
          deploy: { from: 'release/4.2', to: 'main' },
          watch: {
            for: '48h',
            every: '30s',
            criteria: {
              'response-time': { quantile: 0.99, limit: '800ms', severity: 'critical' },
              'error-rate': { limit: '0.5%', severity: 'blocking' },
              'error-rate-2': { limit: '5%', severity: 'blocking' },
              'database-deadlocks': { limit: 0 },
            },
          },
          rollback: { when: { critical: 2, integrity: 1, blocking: 1 }, to: 'v4.1.9', watch: { for: '30m' } },
          announce: [{ before: '2d', by: 'email', to: 'customers@billing.example' }, { by: 'slack' }, { by: 'email' }],
          dashboards: { 'grafana-billing': 'https://grafana.billing.example/d/billing' },
        },
      },
    });
    expect(plan.environments.production?.deploy).toHaveProperty(
      'steps',
      expect.arrayContaining(['./scripts/pause-workers.sh', './scripts/deploy.sh --environment production']),
    );
  });

  it('a German plan', () => {
    expect(read(textOf('ausrollplan.md')).value).toMatchObject({
      service: 'kasse',
      roles: { 'leitung-betrieb': ['juergen@kasse.example'], qa: ['qa@kasse.example'] },
      environments: {
        production: {
          window: { opens: '2026-12-01T22:00', for: '90m', 'time-zone': 'Europe/Berlin', expected: '45m' },
          checklist: [
            { run: 'npm test' },
            { 'sign-off': 'qa' },
            { verdict: { environment: 'staging' } },
            { backup: { within: '6h' } },
            { id: 'rueckfallplan-abgestimmt', 'sign-off': 'leitung-betrieb' },
            { announced: 'fachbereich' },
          ],
          watch: { for: '24h', criteria: { 'artikel-buchen': { workflow: 'artikel-buchen' } } },
          rollback: {
            when: { blocking: 1, critical: 2, integrity: 1 },
            steps: ['git checkout ${ref}', './deploy-production.sh'],
          },
          announce: [
            { before: '30m' },
            { before: '24h', to: 'fachbereich' },
            { by: 'slack' },
            { on: ['succeeded', 'rolled-back', 'failed'] },
          ],
        },
      },
      workflows: { 'artikel-buchen': { steps: [{ post: '/buchungen' }, { get: '/buchungen' }] } },
    });
  });

  it('a runbook that names files, routes and clauses in passing', () => {
    const { value, sections } = read(textOf('payments-runbook.md'), noFacts);
    expect(value).toMatchObject({
      environments: {
        production: {
          checklist: [
            { run: 'npm test' },
            { run: 'npm run lint' },
            { backup: { files: '/var/backups/*.sql.gz', within: '2h' } },
            { git: ['mergeable'] },
            { 'sign-off': 'product-owner' },
          ],
          deploy: { steps: ['git checkout main', 'git merge --no-edit release/7', './ship.sh --prod'] },
          verify: [{ get: expect.stringContaining('/healthz') }, { run: 'npm run smoke' }],
          watch: {
            for: '12h',
            criteria: {
              'response-time': { latency: 'http_request_duration_seconds{route="/pay"}', limit: '300ms' },
              'response-time-2': { limit: '2s', severity: 'blocking' },
            },
          },
          rollback: { when: { critical: 3 }, to: 'v6', steps: ['git checkout ${ref}', './ship.sh --prod'] },
          announce: [
            { before: '48h', by: 'email', to: 'customers@pay.example' },
            { on: ['deploying', 'succeeded', 'rolled-back', 'failed'], by: 'slack' },
          ],
        },
      },
    });
    const said = sections.flatMap(({ statements }) => statements);
    expect(said.find(({ text }) => text === 'All unit tests green')?.outcome).toEqual({
      itself: 'the commands under it say it',
    });
    expect(said.find(({ text }) => text.startsWith('We roll back'))?.outcome).toEqual({
      became:
        'rollback.when.critical: 3, watch.criteria response-time-2, blocking; not placed: "somebody feels uneasy."',
    });
  });

  it('steps with plain headings, gates in a table, and a window above them', () => {
    const { value, sections } = read(textOf('orders-release.md'), noFacts);
    expect(value).toMatchObject({
      environments: {
        production: {
          window: { opens: '2026-12-05T02:00', for: '120m', 'time-zone': 'UTC', expected: '75m' },
          checklist: [{ run: 'npm run ci' }, { backup: { within: '12h' } }, {}, { announced: 'customers' }, {}],
          deploy: { from: 'develop', to: 'release', steps: ['./deploy.sh --all', './scripts/maintenance.sh off'] },
          verify: [{ run: 'curl -f https://orders.example/healthz' }],
          watch: {
            for: '6h',
            criteria: {
              'error-rate': { limit: '0.5%' },
              'response-time': { latency: { path: '/orders' }, quantile: 0.99, limit: '1500ms' },
              'database-connections': { limit: '80%' },
            },
          },
          rollback: { when: { integrity: 1 }, watch: { for: '20m' } },
          announce: [
            { before: '15m', by: 'slack' },
            { before: '2d', by: 'email' },
            { on: ['rolled-back'], by: 'webhook', to: 'https://hooks.example.com/oncall' },
            { on: ['succeeded', 'rolled-back', 'failed'], by: 'slack' },
          ],
        },
      },
    });
    const login = sections.flatMap(({ statements }) => statements).find(({ text }) => text.startsWith('Log in'));
    expect(login?.outcome).toEqual({ notPlaced: 'there is no command in it that could be run' });
  });

  it('a German plan with a freeze, quality assurance that is no backup, and umlauts in addresses', () => {
    expect(read(textOf('boersenplan.md')).value).toMatchObject({
      roles: { betriebsfuehrung: ['jörg@börse.example'], qualitaetssicherung: ['aenne@boerse.example'] },
      environments: {
        production: {
          window: {
            opens: '30 21 * * TUE,THU',
            for: '90m',
            freezes: [
              { from: '2026-12-20', until: '2027-01-06' },
              { from: '2027-04-02', until: '2027-04-05' },
            ],
          },
          checklist: [{}, { 'sign-off': 'qualitaetssicherung' }, { backup: { within: '4h' } }, { migrations: {} }],
          watch: { for: '48h', criteria: { 'error-rate': { limit: '1.5%' } } },
          announce: [{ before: '1d', by: 'email', to: 'qualitaetssicherung' }],
        },
      },
    });
  });

  it('a window that comes again, and a clause with a number', () => {
    expect(read(textOf('weekly-train.md')).value).toMatchObject({
      roles: { 'release-captain': ['@jane'] },
      environments: {
        production: {
          window: { opens: '0 22 * * TUE,THU', for: '2h', 'time-zone': 'UTC' },
          checklist: [
            { git: ['clean', 'up-to-date', 'mergeable'] },
            {},
            { 'rollback-ready': true },
            { run: 'npm test' },
            { title: 'Approved by @jane', 'sign-off': 'release-captain' },
          ],
          watch: { criteria: { 'error-rate': { severity: 'blocking', limit: '2%' } } },
          rollback: { to: 'last-stable', steps: ['git checkout ${ref}', './deploy.sh'] },
        },
      },
    });
  });
});

describe('a sentence', () => {
  it.each([
    [
      'a date that can be read in two ways is asked for',
      ['## Window', '- Date: 12/01/2026', '- Time: 22:00 UTC'],
      { window: { opens: expect.stringContaining('is 12/01/2026 day or month first?') } },
    ],
    [
      'days of a blackout do not open the window',
      ['## Window', '- Date: 2026-12-05', '- Time: 22:00-23:30 (UTC)', '- Blackout: 2026-12-24 to 2026-12-26'],
      { window: { opens: '2026-12-05T22:00', freezes: [{ from: '2026-12-24', until: '2026-12-26' }] } },
    ],
    [
      'a window stays one beside a freeze that is not understood',
      ['## Window', 'Every Sunday from 6:00 am to 8:00 am UTC, no changes during December.'],
      { window: { opens: '0 6 * * SUN', for: '120m' } },
    ],
    [
      'a merge opens no editor',
      ['## Steps', '```sh', 'git merge staging', '```'],
      { deploy: { steps: ['git merge --no-edit staging'] } },
    ],
    [
      'a command with a blank is asked for',
      ['## Steps', '```sh', 'deploy [TBD: which host]', '```'],
      { deploy: { steps: [expect.stringContaining('[TBD: ')] } },
    ],
    [
      'one that any critical error ends',
      ['## Rollback', '- When any critical error occurs', '- `./back.sh`'],
      { rollback: { when: { critical: 1 }, steps: ['./back.sh'] } },
    ],
    [
      'three critical errors',
      ['## Rollback', '- If three critical errors occur', '- `./back.sh`'],
      { rollback: { when: { critical: 3 } } },
    ],
    [
      'mail to an address',
      ['## Communication', '- Before: e-mail to all@example.com 2 hours before'],
      { announce: [{ before: '2h', by: 'email', to: 'all@example.com' }] },
    ],
    [
      'who signs',
      ['## Team', '- QA: qa@example.com', '## Checklist', '- [ ] Looks good (QA)'],
      { checklist: [{ title: 'Looks good (QA)', 'sign-off': 'qa' }] },
    ],
  ])('%s', (_, lines, expected) => expect(production(...lines)).toMatchObject(expected));

  it('in a section that no plan has is named with it', () => {
    const { sections } = read('# Plan\n\n## Risks\n\nIt may rain.\n\n## Checklist\n\n- [ ] Umbrella');
    expect(sections[1]).toEqual({
      heading: 'Risks',
      line: 3,
      statements: [{ line: 5, text: 'It may rain.', outcome: { notPlaced: 'no part of a plan is about "Risks"' } }],
    });
  });
});

describe('a block for Daywatch', () => {
  const around = (block: string) =>
    `# Production\n\n## Checklist\n\n- [ ] Tests pass\n\n\`\`\`yaml daywatch\n${block}\n\`\`\`\n`;

  it('says what stands, whatever the prose says', () => {
    const { value } = read(around('service: shop\nchecklist:\n  - { id: a, title: A, run: "true" }'));
    expect(value).toEqual({
      service: 'shop',
      environments: { production: { checklist: [{ id: 'a', title: 'A', run: 'true' }] } },
    });
  });

  it('leaves out what it does not have, and that is told', () => {
    const { sections } = read(around('checklist:\n  - { id: a, title: A, run: "true" }'));
    expect(sections.at(-1)?.statements[0]).toMatchObject({
      text: 'Tests pass',
      outcome: { notPlaced: 'a block says the whole list, and does not have it' },
    });
    const same = read(around('checklist:\n  - { id: a, title: Tests pass, run: "true" }'));
    expect(same.sections.at(-1)?.statements[0]).toMatchObject({ outcome: { became: 'checklist tests-pass: run' } });
  });

  it('that is no YAML is told with the line in the document', () => {
    expect(fromMarkdown({ text: around('checklist: [a'), file: 'PLAN.md', facts: noFacts })).toMatchObject({
      problems: [{ code: 'yaml-syntax', file: 'PLAN.md', line: 8 }],
    });
  });

  it('that is no mapping is told too', () => {
    expect(fromMarkdown({ text: around('- a'), file: 'PLAN.md', facts: noFacts })).toMatchObject({
      problems: [{ code: 'wrong-type', line: 7, hint: expect.stringContaining('keys of the plan') }],
    });
  });
});

it.each([
  ['prose', 'We deploy on Friday.'],
  ['a page of HTML', '<html><body><h1>Deployment plan</h1></body></html>'],
  ['a plan in YAML', 'service: shop\npreset: node-service\nurl: https://shop.example.com\n'],
  ['sections that no plan has', '# Recipes\n\n## Bread\n\n- Flour\n'],
])('%s without any part of a plan is a problem', (_, text) => {
  expect(fromMarkdown({ text, file: 'PLAN.md', facts: noFacts })).toMatchObject({
    problems: [{ code: 'document-without-plan', hint: expect.stringContaining('headings') }],
  });
});

it('an empty document is a problem', () => {
  expect(fromMarkdown({ text: '\n\n', file: 'PLAN.md', facts: noFacts })).toMatchObject({
    problems: [{ code: 'document-empty', message: 'the document says nothing' }],
  });
});
