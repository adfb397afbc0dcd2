import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deployment } from '@daywatch/shared/vocabulary/deployment.ts';
import type { DeploymentEvent } from '@daywatch/shared/vocabulary/deployment-event.ts';
import type { EnvironmentPlan } from '@daywatch/shared/vocabulary/plan.ts';
import type { TicketPlan } from '@daywatch/shared/vocabulary/ticket.ts';
import { days, type Instant, minutes, plus, seconds } from '@daywatch/shared/vocabulary/time.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../../../test/fakes/fake-clock.ts';
import { systemClock } from '../clock.ts';
import { decide } from '../deployments/decide.ts';
import { evolve, fold } from '../deployments/evolve.ts';
import { createOutbound } from '../outbound.ts';
import { chain, emptyChain } from '../record/chain.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { openDesk } from '../tickets/open-desk.ts';
import { type Aftermath, startAftermath } from './aftermath.ts';

const id = '01JE00000000000000000000A1';
const version = { version: '1.4.2', commit: '9f8d1110a2b3' };
const target = { version: '1.4.1', commit: 'aaaaaaa0a2b3' };
const told: DeploymentEvent[] = [
  { type: 'requested', environment: 'production', service: 'shop', version, planHash: 'p', steps: [] },
  { type: 'phase-started', phase: 'deploying' },
  { type: 'phase-finished', phase: 'deploying', outcome: 'passed' },
  { type: 'watch-started', for: '1d' },
  {
    type: 'verdict-changed',
    verdict: 'no-go',
    recommendation: 'roll-back',
    rule: 'one blocking criterion fails',
    because: ['POST /checkout p95 is 412 ms; *1,204* requests'],
    final: false,
  },
  { type: 'rollback-requested', target, steps: [], reason: 'checkout is slow' },
  { type: 'phase-finished', phase: 'verifying-rollback', outcome: 'passed' },
];

/** What a server was asked, and what it answers next: a status, or nothing at all. */
async function openServer() {
  const asked: { at: Instant; method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const issues: { html_url: string; body: string; title: string }[] = [];
  const answers: (number | 'hang up' | { readonly retryAfter: string })[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    const { method = '', url = '', headers } = request;
    asked.push({ at: clock.now(), method, url, headers, body });
    const next = method === 'POST' ? (answers.shift() ?? 201) : 200;
    if (method === 'POST' && (next === 201 || next === 'hang up') && url.includes('/issues')) {
      const number = issues.length + 1;
      const made = { ...JSON.parse(body), number, html_url: `https://github.test/example/shop/issues/${number}` };
      issues.unshift(made);
    }
    // The ticket is there, and nobody hears of it.
    if (next === 'hang up') {
      request.socket.destroy();
      return;
    }
    if (typeof next === 'object') {
      response.writeHead(429, { 'retry-after': next.retryAfter }).end();
      return;
    }
    response.writeHead(next, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        method === 'GET' ? issues : next === 201 ? (issues[0] ?? { url: 'https://tickets.test/7' }) : { message: 'no' },
      ),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, issues, answers, close: () => new Promise((done) => server.close(done)) };
}

let server: Awaited<ReturnType<typeof openServer>>;
let clock: FakeClock;
let store: MemoryStore;
const outbound = createOutbound({ clock: systemClock });
const open: Aftermath[] = [];
const written: string[] = [];
/** Why the next reports cannot be written, each once. */
const unwritable: Error[] = [];
beforeEach(async () => {
  server = await openServer();
  clock = createFakeClock();
  store = new MemoryStore();
  written.length = 0;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
  await server.close();
});

async function append(events: readonly DeploymentEvent[], at = clock.now()): Promise<Deployment> {
  const record = await store.events(id);
  const appended = chain(record.at(-1) ?? emptyChain, events, { deployment: id, at, actor: 'daemon' });
  const deployment = appended.reduce(evolve, fold(record)) as Deployment;
  await store.append({ expected: record.length, events: appended, deployment });
  return deployment;
}

const planWith = (ticket: TicketPlan | undefined): EnvironmentPlan => ({
  name: 'production',
  window: {
    opens: { type: 'recurring', cron: '0 22 * * TUE' },
    for: minutes(60),
    timeZone: 'Europe/Berlin',
    freezes: [],
  },
  checklist: [],
  verify: [],
  watch: {
    for: days(1),
    every: seconds(15),
    settle: seconds(0),
    earliestGo: seconds(0),
    atMost: days(2),
    criteria: [],
  },
  rollback: {
    when: { blocking: 1, critical: 2, integrity: 1 },
    to: 'last-stable',
    tags: 'stable/*',
    steps: [],
    ...(ticket && { ticket }),
  },
  announce: [],
  dashboards: {},
});
const github = (): TicketPlan => ({ type: 'github', repository: 'example/shop', token: 'a-token', api: server.url });
const webhook = (): TicketPlan => ({ type: 'webhook', url: `${server.url}/tickets/secret` });

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** A daemon that is killed keeps nothing but the store; `deaf` ones die before they have told the record. */
function daemon(ticket: TicketPlan | undefined, { deaf = false } = {}): Aftermath {
  const aftermath = startAftermath({
    store,
    clock,
    log: silent,
    planOf: () => ({ plan: planWith(ticket) }),
    async note(deployment, event) {
      if (deaf) return new Promise(() => undefined);
      const decision = decide({ type: 'note-aftermath', event }, await store.deployment(deployment));
      if ('events' in decision) await append(decision.events);
    },
    async writeReport(_, file) {
      const why = unwritable.at(0);
      if (why !== undefined) throw why;
      written.push(file);
    },
    openDesk: (environment, planned) =>
      openDesk(environment, planned, {
        outbound,
        clock,
        ownFile: undefined,
        ownPlans: () => [],
        allowed: [],
        environment: {},
      }),
    reportUrl: (deployment) => `https://daywatch.test/v1/deployments/${deployment}/report`,
    onFault(cause) {
      if (unwritable.shift() !== cause) throw cause;
    },
  });
  // A dead one does not stop.
  if (!deaf) open.push(aftermath);
  return aftermath;
}

const kinds = async () => (await store.events(id)).slice(told.length).map(({ event }) => event.type);
/** Real sockets move by themselves; the clock moves with them. */
async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400 && !(await what()); i += 1) {
    await clock.advance(seconds(5));
    await new Promise((done) => setImmediate(done));
  }
  expect(await what()).toBe(true);
}

it('a GO that is taken back later is reported once more, beside the report that says GO', async () => {
  const good: DeploymentEvent[] = [
    ...told.slice(0, 4),
    { type: 'watch-ended', verdict: 'go', seen: '1d', blind: '0s', because: 'all held' },
  ];
  const aftermath = daemon(undefined);
  aftermath.deploymentChanged(await append(good));
  await until(async () => written.length === 1);
  await clock.advance(minutes(60));
  aftermath.deploymentChanged(await append([{ type: 'decided', decision: 'no-go', reason: 'invoices are wrong' }]));
  await until(async () => written.length === 2);
  expect(written).toEqual([`reports/${id}.html`, `reports/${id}-found-bad.html`]);
  aftermath.deploymentChanged((await store.deployment(id)) as Deployment);
  await clock.advance(minutes(60));
  expect(written).toHaveLength(2);
});

describe('after a rollback', () => {
  it('a window is proposed, a ticket opened, and the report written, each once', async () => {
    const aftermath = daemon(github());
    aftermath.deploymentChanged(await append(told));
    await until(async () => (await kinds()).length === 3);
    expect(await kinds()).toEqual(['window-proposed', 'ticket-opened', 'report-written']);
    expect((await store.deployment(id))?.aftermath).toMatchObject({
      ticket: { state: 'opened', in: 'GitHub example/shop', url: 'https://github.test/example/shop/issues/1' },
      nextWindow: { timeZone: 'Europe/Berlin' },
      report: `reports/${id}-rolled-back.html`,
    });
    const [issue] = server.issues;
    expect(issue?.title).toBe('shop 1.4.2 was rolled back in production');
    expect(issue?.body).toContain('- POST /checkout p95 is 412 ms; \\*1,204\\* requests');
    expect(issue?.body).toContain('the next window opens Tue ');
    expect(issue?.body).toContain(`https://daywatch.test/v1/deployments/${id}/report`);
    expect(server.asked[0]?.headers.authorization).toBe('Bearer a-token');

    aftermath.deploymentChanged((await store.deployment(id)) as Deployment);
    await clock.advance(minutes(60));
    expect(server.issues).toHaveLength(1);
  });

  it('a daemon that is killed before it has told the record finds the ticket that it had opened', async () => {
    const deployment = await append(told);
    const first = daemon({ ...github() }, { deaf: true });
    // Its first word to the record is the window: let the ticket be the next.
    await append([
      {
        type: 'window-proposed',
        opensAt: deployment.requestedAt,
        closesAt: deployment.requestedAt,
        timeZone: 'UTC',
        because: 'x',
      },
    ]);
    await first.takeUp(['production']);
    await until(async () => server.issues.length === 1);
    expect(await kinds()).toEqual(['window-proposed']);

    await daemon(github()).takeUp(['production']);
    await until(async () => (await kinds()).includes('ticket-opened'));
    expect(server.issues).toHaveLength(1);
    expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('an answer that is lost on the way opens no second one', async () => {
    server.answers.push('hang up');
    daemon(github()).deploymentChanged(await append(told));
    await until(async () => (await kinds()).includes('ticket-opened'));
    expect(server.issues).toHaveLength(1);
  });

  it('it is tried again while the other side is in trouble, and the report does not wait for it', async () => {
    server.answers.push(503, 429, 502);
    daemon(github()).deploymentChanged(await append(told));
    await until(async () => (await kinds()).includes('ticket-opened'));
    expect((await kinds()).indexOf('report-written')).toBeLessThan((await kinds()).indexOf('ticket-opened'));
    expect(server.issues).toHaveLength(1);
  });

  it('it is left alone for as long as the other side asks', async () => {
    server.answers.push({ retryAfter: '600' });
    daemon(github()).deploymentChanged(await append(told));
    await until(async () => (await kinds()).includes('ticket-opened'));
    const [first, second] = server.asked.filter(({ method }) => method === 'POST').map(({ at }) => at);
    expect(second).toBeGreaterThanOrEqual(plus(first as Instant, minutes(10)));
  });

  it('it is left alone as long also when the report cannot be written', async () => {
    server.answers.push({ retryAfter: '600' });
    unwritable.push(new Error('the disk is full'));
    daemon(github()).deploymentChanged(await append(told));
    await until(async () => (await kinds()).includes('ticket-opened'));
    const [first, second] = server.asked.filter(({ method }) => method === 'POST').map(({ at }) => at);
    expect(second).toBeGreaterThanOrEqual(plus(first as Instant, minutes(10)));
    expect(written).toEqual([`reports/${id}-rolled-back.html`]);
    expect(unwritable).toEqual([]);
  });

  it('what trying again cannot mend is told, once', async () => {
    server.answers.push(422);
    daemon(github()).deploymentChanged(await append(told));
    await until(async () => (await kinds()).includes('ticket-failed'));
    await clock.advance(minutes(60));
    expect((await store.deployment(id))?.aftermath?.ticket).toMatchObject({
      state: 'failed',
      because: expect.stringContaining('GitHub example/shop answered 422'),
    });
    expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('a webhook gets the ticket as JSON, with a key by which it knows it again', async () => {
    server.answers.push(500);
    daemon(webhook()).deploymentChanged(await append(told));
    await until(async () => (await kinds()).includes('ticket-opened'));
    const posts = server.asked.filter(({ method }) => method === 'POST');
    expect(posts.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(2).fill(`daywatch-ticket-${id}`));
    expect(JSON.parse(posts[1]?.body ?? '')).toMatchObject({
      type: 'rolled-back',
      deployment: id,
      previous: '1.4.1',
      title: 'shop 1.4.2 was rolled back in production',
    });
    expect((await store.deployment(id))?.aftermath?.ticket).toMatchObject({ url: 'https://tickets.test/7' });
    // The path of such an address is often its secret.
    expect(JSON.stringify(await store.events(id))).not.toContain('/tickets/secret');
  });

  it('the report waits for the watch of the version that runs again', async () => {
    const aftermath = daemon(undefined);
    aftermath.deploymentChanged(await append([...told, { type: 'rollback-watch-started', for: '15m', first: [] }]));
    await until(async () => (await kinds()).includes('window-proposed'));
    await clock.advance(minutes(5));
    expect(written).toEqual([]);
    aftermath.deploymentChanged(await append([{ type: 'rollback-watch-ended', outcome: 'recovered', because: [] }]));
    await until(async () => written.length === 1);
  });

  it('of last month nobody is told', async () => {
    await append(told, plus(clock.now(), days(-30) as never));
    await daemon(github()).takeUp(['production']);
    await clock.advance(minutes(5));
    expect(server.asked).toEqual([]);
  });

  it('a plan of somebody else does not send the secrets of this machine away', async () => {
    daemon({ ...github(), token: '${GITHUB_TOKEN}' } as TicketPlan).deploymentChanged(await append(told));
    await until(async () => (await kinds()).includes('ticket-failed'));
    expect(server.asked).toEqual([]);
    expect((await store.deployment(id))?.aftermath?.ticket).toMatchObject({
      because: expect.stringContaining('${GITHUB_TOKEN} of the daemon'),
    });
  });
});
