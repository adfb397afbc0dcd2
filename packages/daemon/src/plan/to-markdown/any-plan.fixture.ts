import fc from 'fast-check';

/** Text as people write it, marks of Markdown and YAML included. */
const marks = fc.constantFrom(
  '*',
  '_',
  '`',
  '#',
  '[',
  ']',
  '(x)',
  '<b>',
  '|',
  ': ',
  ' - ',
  '&amp;',
  '\\',
  '"',
  "'",
  '%',
  'ü',
  '→',
  '😀',
);
const words = fc.constantFrom(
  'Tests',
  'pass',
  'for 24 hours',
  'the database',
  'is down',
  'critical',
  '22:00',
  'email',
  'p95',
  'no errors',
  'logs',
);
const title = fc
  .array(fc.oneof({ weight: 3, arbitrary: words }, marks, fc.string({ maxLength: 8 })), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(' '))
  .filter((text) => text.trim() !== '');
const name = fc.constantFrom('shop', 'api-errors', 'p95', 'Cart.2', 'x_y', 'healthy', 'watch', 'title', 'service');
const span = fc.constantFrom('15m', '1h', '24h', '90m', '1h30m', '2d', '36h');
const command = fc.oneof(
  fc.constantFrom(
    './deploy.sh',
    'git checkout main',
    'git merge staging',
    'npm test',
    '# nothing',
    'echo `date`',
    '$ ls',
    'a |',
    'cat <<E\nx\nE',
  ),
  title,
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const step = fc.oneof(
  command,
  command.map((run) => ({ run })),
  fc.record({ run: command, title }),
  fc.constant({ get: 'https://shop.example.com/healthz' }),
  fc.constant({ workflow: 'sign-in' }),
);
const item = (id: string) =>
  fc.oneof(
    fc.record({ id: fc.constant(id), title, run: command }),
    fc.record({ id: fc.constant(id), title, 'sign-off': fc.constantFrom('lead', 'qa') }),
    fc.record({ id: fc.constant(id), title, git: fc.constantFrom<unknown>(true, ['clean']) }),
    fc.record({ id: fc.constant(id), title, verdict: fc.constant({ environment: 'staging', within: '2d' }) }),
    fc.record({ id: fc.constant(id), title, backup: fc.record({ files: fc.constant('b/*.dump'), within: span }) }),
  );
const criterion = fc.oneof(
  fc.record({
    title,
    severity: fc.constantFrom('blocking', 'critical'),
    source: fc.constant('site'),
    check: fc.constant({ path: '/healthz', status: 200 }),
  }),
  fc.record({
    source: fc.constant('metrics'),
    rate: fc.constant({ bad: 'x{a="5.."}', of: 'x' }),
    limit: fc.constantFrom('1%', '0.5%'),
  }),
  fc.record({
    title,
    source: fc.constant('database'),
    latency: fc.constant({ sql: 'select 1' }),
    limit: fc.constant('250ms'),
    'dry-run': fc.boolean(),
  }),
  fc.record({ title, workflow: fc.constant('sign-in'), strict: fc.constant(true) }),
);
const criteria = fc.dictionary(name, criterion, { minKeys: 1, maxKeys: 4 });
const person = fc.oneof(
  fc.constantFrom('anna@example.com', 'o.neil+on-call@mail.example.co.uk', 'a_b_@example.com'),
  fc.constantFrom('Anna Schmidt', '@bob', 'Carol', 'J. R.'),
  title,
);

const window = fc.record({
  opens: fc.constantFrom('2026-12-01T22:00', '0 22 * * TUE,THU', '2026-12-01T22:00+01:00', '2026-12-01T22:00:30'),
  for: span,
  'time-zone': fc.constantFrom('Europe/Berlin', 'UTC', 'America/New_York'),
  expected: fc.constantFrom('5m', '15m'),
  freezes: fc.array(fc.record({ from: fc.constant('2026-12-20'), until: fc.constant('2027-01-03'), because: title }), {
    maxLength: 2,
  }),
});
const announcement = fc.oneof(
  fc.record({
    before: span,
    by: fc.constant('email'),
    to: fc.constantFrom<unknown>('lead', 'qa', 'all@example.com', ['lead', 'qa']),
  }),
  fc.record({
    on: fc.subarray(['deploying', 'watching', 'no-go', 'rolled-back'], { minLength: 1 }),
    by: fc.constant('slack'),
    to: fc.constant('${SLACK_WEBHOOK}'),
  }),
  fc.record({ on: fc.constant('go'), by: fc.constant('webhook'), to: fc.constant('https://hooks.example.com/x_y_z') }),
);

const production = fc.record({
  window: optional(window),
  checklist: optional(
    fc.array(fc.nat(), { maxLength: 4 }).chain((list) => fc.tuple(...list.map((_, index) => item(`item-${index}`)))),
  ),
  deploy: optional(
    fc.record({
      from: optional(fc.constantFrom('staging', 'release/1.2')),
      to: optional(fc.constant('main')),
      steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    }),
  ),
  verify: optional(fc.array(step, { maxLength: 4 })),
  watch: fc.record({
    for: optional(span),
    every: optional(fc.constantFrom('15s', '1m')),
    settle: optional(fc.constant('2m')),
    criteria,
  }),
  rollback: optional(
    fc.record({
      when: optional(fc.record({ blocking: fc.integer({ min: 1, max: 3 }), critical: fc.integer({ min: 1, max: 4 }) })),
      to: optional(fc.constantFrom('last-stable', 'v1.2.3')),
      steps: fc.array(fc.oneof(command, fc.constant('git checkout ${ref}')), { minLength: 1, maxLength: 3 }),
      watch: optional(fc.record({ for: span })),
    }),
  ),
  announce: optional(fc.array(announcement, { maxLength: 3 })),
  dashboards: optional(
    fc.dictionary(
      fc.oneof(name, title),
      fc.constantFrom('https://grafana.example.com/d/a_b_c?x=1&y=*', 'http://127.0.0.1:3000/d/shop'),
      { maxKeys: 3 },
    ),
  ),
});

/** Nothing is written where nothing is said. */
const withoutAbsent = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutAbsent);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutAbsent(inner)]));
};

/** Plans with every section, most of them right; a test leaves the others out. */
export const anyPlan = fc
  .record({
    service: name,
    mail: fc.constant({ server: '${SMTP_URL}', from: 'deploy@example.com' }),
    sources: fc.constant({
      site: { type: 'http', url: 'https://shop.example.com' },
      metrics: { type: 'metrics', url: 'https://shop.example.com/metrics' },
      database: { type: 'postgres', url: '${DATABASE_URL}' },
    }),
    roles: fc.record({
      lead: fc.array(person, { maxLength: 2 }).map((others) => ['lead@example.com', ...others]),
      qa: fc.array(person, { maxLength: 2 }).map((others) => ['qa@example.com', ...others]),
      'on-call': optional(fc.array(person, { maxLength: 2 })),
    }),
    environments: fc.record({
      production,
      staging: fc.record({ watch: fc.record({ criteria }) }),
    }),
    workflows: fc.record({
      'sign-in': fc.record({ title, source: fc.constant('site'), steps: fc.constant([{ get: '/me', expect: 200 }]) }),
    }),
  })
  .map(withoutAbsent);
