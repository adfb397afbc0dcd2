/** What a person writes in the place of a value that the document left open. */
export interface DecidedValue {
  /** What `daywatch check` says is still to be decided. */
  readonly question: string;
  readonly answer: string;
}

const customer = '{ email: "walk-${unique}@shop.example", password: "${uuid}" }';
const register = `{ id: register, post: /register, json: ${customer}, expect: 201, keep: { token: $.token } }`;

/** Every blank of the document, as this team fills it in. The window opens later today or tomorrow, by clocks in Berlin. */
export const decidedValues = (opens: string): readonly DecidedValue[] => [
  { question: 'who is DevOps Lead', answer: 'dana@example.com' },
  { question: 'who is Developer Support', answer: 'devi@example.com' },
  { question: 'who is QA Team', answer: 'quinn@example.com' },
  { question: 'who is in the role stakeholders', answer: 'ada@example.com' },
  { question: 'who is in the role team', answer: 'dana@example.com, quinn@example.com' },
  { question: 'Scheduled Date', answer: opens },
  { question: 'time zone of the deployment window', answer: 'Europe/Berlin' },
  { question: 'where the newest backup is', answer: 'backups/*.dump' },
  { question: 'Application Performance', answer: 'https://grafana.example.com/d/shop' },
  { question: 'Database Performance', answer: 'https://grafana.example.com/d/shop-database' },
  { question: 'Error Tracking', answer: 'https://sentry.example.com/issues' },
  {
    question: 'requests of "User registration',
    answer: [
      register,
      `{ id: sign-in, post: /sign-in, json: ${customer}, expect: 200, keep: { token: $.token } }`,
      '{ id: who, get: /me, bearer: "${token}", expect: 200 }',
    ].join('\n      - '),
  },
  {
    question: 'requests of "Data creation',
    answer: [
      register,
      '{ id: choose, get: /products, keep: { product: "$.products[0].id" } }',
      '{ id: place, post: /orders, bearer: "${token}", json: { items: [ { productId: "${product}", quantity: 2 } ], deliveryAddress: 1 Harbour Street }, expect: 201, keep: { order: $.id } }',
      '{ id: open, get: "/orders/${order}", bearer: "${token}", expect: { status: 200, json: { $.id: "${order}" } } }',
    ].join('\n      - '),
  },
  {
    question: 'requests of "Complex queries',
    answer: [
      register,
      '{ id: search, get: "/products?search=oak", expect: 200 }',
      '{ id: choose, get: /products, keep: { product: { json: "$.products[?@.stock > 0].id", take: first } } }',
      '{ id: pay, post: /checkout, bearer: "${token}", json: { items: [ { productId: "${product}", quantity: 1 } ], deliveryAddress: 1 Harbour Street }, expect: { status: 201, json: { $.status: paid } } }',
    ].join('\n      - '),
  },
];

/** The plan with the blank filled in, quotes and all. */
export function decide(plan: string, { question, answer }: DecidedValue): string {
  const at = plan.indexOf(`[TBD: ${question}`);
  if (at === -1) throw new Error(`nothing of the plan asks "${question}"`);
  const quote = plan.charAt(at - 1);
  const end = plan.indexOf(`]${quote}`, at) + 2;
  // A workflow begins with one request that is still to be decided.
  const from = plan.slice(0, at - 1).endsWith('- get: ') ? at - 1 - 'get: '.length : at - 1;
  return plan.slice(0, from) + answer + plan.slice(end);
}

/** A day in half a minute, on a machine that is busy with other tests: only errors shall decide. */
export const paceOfThisTest: readonly (readonly [from: string | RegExp, to: string])[] = [
  [/for: 24h (# "Post-Deployment)/, 'for: 30s $1'],
  [/(watch:\n)( +)(for: 30s)/, '$1$2every: 1s\n$2settle: 2s\n$2$3'],
  [/for: 24h (# "No critical)/, 'for: 10s $1'],
  [/(watch:\n)( +)(for: 10s)/, '$1$2every: 1s\n$2settle: 1s\n$2$3'],
  [/for: 15m (# "Verify the rollback)/, 'for: 15s $1'],
  ['every: 1m', 'every: 2s'],
  [/strict: true/g, 'every: 5s\n          strict: true'],
  ['tolerance: 25%', 'limit: 5s'],
  ['limit: 250ms', 'limit: 5s'],
];

/** What this team has beside the document: a Sentry of its own, and a staging that is deployed to as well. */
export const whatTheDocumentLeftOut: readonly (readonly [from: string | RegExp, to: string])[] = [
  ['organization: ${SENTRY_ORG}', 'url: ${SENTRY_URL}\n    organization: ${SENTRY_ORG}'],
  ['  staging:\n', '  staging:\n    deploy: { steps: [ git checkout staging, ./deploy-staging.sh ] }\n'],
];
