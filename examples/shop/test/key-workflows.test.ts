import { readFile } from 'node:fs/promises';
import { type ServerType, serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../packages/daemon/src/clock.ts';
import { createOutbound } from '../../../packages/daemon/src/outbound.ts';
import { parsePlan } from '../../../packages/daemon/src/plan/parse.ts';
import { planKinds } from '../../../packages/daemon/src/plan-kinds.ts';
import { refusingShell } from '../../../packages/daemon/src/shell.ts';
import { fullReach } from '../../../packages/daemon/src/sources/full-reach.fixture.ts';
import { openSource } from '../../../packages/daemon/src/sources/open-source.ts';
import { shortMemory } from '../../../packages/daemon/src/sources/short-memory.ts';
import { stepKindsOf } from '../../../packages/daemon/src/steps/registry.ts';
import { stepRun } from '../../../packages/daemon/src/steps/step-run.fixture.ts';
import { openShop, type Shop } from './open-shop.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const outbound = createOutbound({ clock: systemClock });
const text = await readFile(new URL('../daywatch.yaml', import.meta.url), 'utf8');
const parsed = parsePlan({ text, file: 'daywatch.yaml', ...planKinds });
if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
const { plan } = parsed;
const production = plan.environments.production;
const criteria = (production?.watch.criteria ?? []).filter(({ source }) => source.startsWith('workflow:'));
const steps = (production?.verify ?? []).filter(({ type }) => type === 'workflow');

let shop: Shop;
let server: ServerType;
let secrets: Record<string, string>;
beforeAll(async () => {
  shop = await openShop();
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: shop.app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
  });
  secrets = { SHOP_URL: `http://127.0.0.1:${port}`, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/shop' };
});
afterAll(async () => {
  server.close();
  await outbound.close();
  await shop.close();
});

/** One reading of each workflow of the plan, as the daemon takes it. */
async function readings() {
  const read = criteria.map(async (criterion) => {
    const memory = shortMemory();
    const shell = refusingShell('nothing is run');
    const source = openSource({
      plan,
      name: criterion.source,
      secrets,
      outbound,
      clock: systemClock,
      log: quiet,
      memory,
      shell,
      reach: fullReach,
    });
    const reading = await source.probe(criterion).observe(systemClock.timeout(criterion.timeout));
    await source.close();
    return [criterion.name, reading] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

async function verify(name: string) {
  const kind = stepKindsOf({ sources: plan.sources, secrets }).find(({ type }) => type === 'workflow');
  const run = stepRun({ folder: '.', outbound });
  const result = await kind?.execute({ workflow: name }, run);
  return { result, printed: run.text() };
}

/** While `statement` is in force and the shop's complaints are not printed. */
async function whileBroken(statement: string, repair: string, work: () => Promise<void>): Promise<void> {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  await shop.query(statement);
  try {
    await work();
  } finally {
    await shop.query(repair);
    log.mockRestore();
  }
}

it("are the plan document's three, as criteria and as steps of the verification", () => {
  expect(criteria.map(({ name, source, every }) => [name, source, every])).toEqual([
    ['can-sign-in', 'workflow:sign-in', 300_000],
    ['can-order', 'workflow:orders', 300_000],
    ['can-buy', 'workflow:purchase', 300_000],
  ]);
  expect(steps.map(({ title }) => title)).toEqual(['Workflow sign-in', 'Workflow orders', 'Workflow purchase']);
});

it('pass in a shop that is well, again and again', async () => {
  for (let run = 0; run < 2; run += 1)
    expect(await readings()).toEqual({
      'can-sign-in': {
        type: 'check',
        ok: true,
        because: expect.stringMatching(
          /^workflow:sign-in: passed in [\d.]+ m?s: POST \/register [\d.]+ m?s, POST \/sign-in [\d.]+ m?s, GET \/me [\d.]+ m?s, GET \/me [\d.]+ m?s$/,
        ),
      },
      'can-order': { type: 'check', ok: true, because: expect.stringContaining('GET /orders/${order}') },
      'can-buy': { type: 'check', ok: true, because: expect.stringContaining('POST /checkout') },
    });
});

it('buy what is in stock', async () => {
  await shop.query('update products set stock = 0 where id <= 3');
  expect(await readings()).toMatchObject({ 'can-buy': { ok: true } });
});

describe('in a shop where', () => {
  it('nobody can register, all of them fail at that step', async () => {
    await whileBroken('alter table sessions rename to logins', 'alter table logins rename to sessions', async () => {
      const failing = {
        type: 'check',
        ok: false,
        because: expect.stringContaining('POST /register answered 500, expected 201'),
      };
      expect(await readings()).toEqual({ 'can-sign-in': failing, 'can-order': failing, 'can-buy': failing });
    });
  });

  it('nothing can be paid, only buying fails', async () => {
    await whileBroken('alter table payments rename to paid', 'alter table paid rename to payments', async () => {
      expect(await readings()).toMatchObject({
        'can-sign-in': { ok: true },
        'can-order': { ok: true },
        'can-buy': {
          ok: false,
          because: expect.stringMatching(/^workflow:purchase: step 4 of 5, POST \/checkout answered 500/),
        },
      });
    });
  });

  it('an order is lost, the step that looks for it says what it asked and what came back', async () => {
    const rule = 'create rule forget as on insert to order_lines do instead nothing';
    await whileBroken(rule, 'drop rule forget on order_lines', async () => {
      const { result, printed } = await verify('orders');
      expect(result).toMatchObject({
        outcome: 'failed',
        because: expect.stringMatching(
          /^step 4 of 5, GET \/orders\/\$\{order\} answered 200, \$\.lines\[0\]\.quantity is not in /,
        ),
      });
      expect(
        printed
          .replace(/[\d.]+ m?s/g, '# ms')
          .split('\n')
          .slice(0, 3),
      ).toEqual([
        'ok    POST /register → 201 in # ms; kept token=***',
        'ok    GET /products → 200 in # ms; kept product=***',
        'ok    POST /orders → 201 in # ms; kept order=***, cents=***',
      ]);
      expect(printed).toMatch(
        /FAIL {2}GET \/orders\/\$\{order\} → 200 in .*\n {8}answered 200, .*\n {8}sent: GET \$\{SHOP_URL\}\/orders\/\d+\n {8}came: /,
      );
      expect(printed).toContain('had: token=***, product=***, order=***, cents=***');
      expect(printed).toContain('one step was not reached');
    });
  });
});

it('pass as steps of the verification, and say each request', async () => {
  for (const name of ['sign-in', 'orders', 'purchase']) {
    const { result, printed } = await verify(name);
    expect(result, printed).toMatchObject({ outcome: 'passed', because: expect.stringMatching(/^passed in /) });
    expect(printed).toMatch(/^ok {4}POST \/register → 201 in /);
  }
});

it('are nobody’s failure while the shop cannot be reached from here', async () => {
  const shell = refusingShell('nothing is run');
  const [criterion] = criteria;
  if (criterion === undefined) throw new Error('the plan has no workflow');
  const lost = { ...secrets, SHOP_URL: 'http://no-such-shop.invalid' };
  const source = openSource({
    plan,
    name: criterion.source,
    secrets: lost,
    outbound,
    clock: systemClock,
    log: quiet,
    memory: shortMemory(),
    shell,
    reach: fullReach,
  });
  expect(await source.probe(criterion).observe(systemClock.timeout(criterion.timeout))).toMatchObject({
    type: 'error',
    because: expect.stringContaining('step 1 of 4, POST /register'),
  });
  await source.close();
});
