import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '@daywatch/daemon/src/cli/commands.ts';
import type { Context } from '@daywatch/daemon/src/cli/context.ts';
import { createProgram, runProgram } from '@daywatch/daemon/src/cli/program.ts';
import { createPaint } from '@daywatch/daemon/src/cli/terminal/paint.ts';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { type Daemon, startDaemon } from '@daywatch/daemon/src/main.ts';
import { hourOf } from '@daywatch/daemon/src/monitor/hour-keeper.ts';
import type { Logger } from '@daywatch/daemon/src/ports/logger.ts';
import { gitEnvironment, shopCheckout } from '@daywatch/daemon/src/runner/checkout.fixture.ts';
import { readDaemonSettings } from '@daywatch/daemon/src/settings.ts';
import { openSqliteStore } from '@daywatch/daemon/src/store/open-sqlite.ts';
import { createClient } from '@daywatch/shared/client/client.ts';
import { hours, minus, plus } from '@daywatch/shared/vocabulary/time.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';

// Far enough away to be closed whenever this runs.
const planText = `
service: shop
sources:
  metrics: { type: metrics, url: "http://127.0.0.1:9/metrics" }
environments:
  staging: { watch: { criteria: { up: { source: metrics, gauge: up, limit: 1 } } } }
  production:
    window: { opens: 2199-01-01T22:00, for: 60m, time-zone: Europe/Berlin }
    deploy: { from: staging, to: main, steps: [ git checkout main, git merge --no-edit staging, ./deploy.sh ] }
    watch:
      criteria:
        api-errors: { source: metrics, rate: { bad: errors_total, of: requests_total }, limit: 1% }
`;
const tokens = { ada: 'ada-0123456789abcdef', lea: 'lea-0123456789abcdef' };
const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

let checkout: ReturnType<typeof shopCheckout>;
let data: string;
let daemon: Daemon;
beforeAll(async () => {
  checkout = shopCheckout();
  checkout.git('checkout', '-q', 'staging');
  checkout.commit('The plan', { 'daywatch.yaml': planText, '.gitignore': 'deployed\n.daywatch/\n' });
  data = mkdtempSync(join(tmpdir(), 'daywatch-window-'));
  await haveMeasured(9);
  const settings = readDaemonSettings(
    {
      environment: {
        PATH: gitEnvironment.PATH,
        USER: 'root',
        DAYWATCH_TOKENS: `ada:developer:${tokens.ada},lea:lead:${tokens.lea}`,
      },
    },
    checkout.folder,
    { port: '0', data },
  );
  if ('problems' in settings) throw new Error(JSON.stringify(settings.problems));
  const planFile = join(checkout.folder, 'daywatch.yaml');
  daemon = await startDaemon({ settings, planFile, dashboardPage: () => '', log: silent });
});
afterAll(async () => {
  await daemon.stop();
  checkout.remove();
  rmSync(data, { recursive: true, force: true });
});

/** So many days of traffic in the daemon's own store; between three and four in the night nearly nobody asks. */
async function haveMeasured(days: number): Promise<void> {
  const store = await openSqliteStore({ folder: data });
  const until = hourOf(systemClock.now());
  await store.saveHours(
    Array.from({ length: days * 24 }, (_, index) => {
      const hour = minus(until, hours(index + 1));
      const total = Math.floor(hour / 3_600_000) % 24 === 3 ? 60 : 60_000;
      const reading = { type: 'rate', bad: 0, total } as const;
      const readings = [{ criterion: 'api-errors', at: plus(hour, hours(1)), seconds: 3_600, reading }];
      return { environment: 'production', criterion: 'api-errors', hour, readings };
    }),
  );
  await store.close();
}

/** The command line in this process, in the checkout, as somebody with their own token. */
async function daywatch(who: keyof typeof tokens, ...words: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  let exit: number | undefined;
  const context: Context = {
    surroundings: {
      arguments: ['node', 'daywatch', ...words, '--daemon', daemon.url, '--token', tokens[who]],
      folder: checkout.folder,
      environment: gitEnvironment,
      color: false,
      live: false,
      canAsk: false,
    },
    clock: systemClock,
    paint: createPaint(false),
    print: (...lines) => out.push(...lines),
    tell: (...lines) => err.push(...lines),
    exit: (code) => {
      exit = code;
    },
  };
  const code = (await runProgram(createProgram(context, commands), context)) ?? exit ?? 0;
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const opensNext = 'it opens next on Tue 2199-01-01 22:00 to 23:00 (Europe/Berlin)';

it('refuses the deploy until a lead has overridden the window, and says so from then on', async () => {
  expect(await daywatch('ada', 'window', 'production')).toMatchObject({
    code: 0,
    out: expect.stringContaining(`The window is closed; ${opensNext}`),
  });
  const refused = await daywatch('ada', 'deploy', 'production', '--yes');
  expect(refused.code).not.toBe(0);
  expect(refused.out + refused.err).toContain(`the window is closed; ${opensNext}`);
  expect(existsSync(join(checkout.folder, 'deployed'))).toBe(false);

  expect(await daywatch('ada', 'prepare', 'production')).toMatchObject({ code: 0 });
  const asked = ['override', 'window', '--environment', 'production', '--reason', 'the site is down'] as const;
  expect((await daywatch('ada', ...asked)).err).toContain('lead');
  expect(await daywatch('lea', ...asked)).toMatchObject({
    code: 0,
    out: '! window of production is overridden: the site is down',
  });
  const deployed = await daywatch('ada', 'deploy', 'production', '--yes');
  expect(deployed.out).toContain('shop 1.1.0 is in production');
  expect(existsSync(join(checkout.folder, 'deployed'))).toBe(true);

  expect((await daywatch('ada', 'status', 'production')).out).toContain(
    'The window was overridden by lea: the site is down.',
  );
  const view = await createClient({ url: daemon.url, token: tokens.ada }).environment({ environment: 'production' });
  expect(view).toMatchObject({
    value: {
      window: { state: 'closed' },
      deployment: { phase: 'watching', overrides: [{ what: 'window', by: 'lea' }] },
    },
  });
});

it('suggests the quietest hours from what was measured', async () => {
  const suggested = await daywatch('ada', 'window', 'suggest', 'production', '--time-zone', 'UTC');
  expect(suggested).toMatchObject({ code: 0, err: '' });
  expect(suggested.out).toMatch(/Sun 03:00 +0\.1 % of the usual traffic {2}opens: "0 3 \* \* SUN"/);
  expect(suggested.out).toContain('counted by "api-errors"');
  const asJson = await daywatch('ada', 'window', 'suggest', 'production', '--json');
  expect(JSON.parse(asJson.out)).toMatchObject({ timeZone: 'Europe/Berlin', for: '1h', measuredBy: 'api-errors' });
});

it('tells what to do where nothing is known, and where there is no window', async () => {
  expect(await daywatch('ada', 'window', 'suggest', 'staging')).toMatchObject({
    code: expect.any(Number),
    err: expect.stringContaining('Nobody counts the requests of staging'),
  });
  const none = await daywatch('ada', 'window', 'staging');
  expect(none.code).not.toBe(0);
  expect(none.err).toContain('The plan of staging has no window: it may be deployed to at any time.');
  expect(none.err).toContain('daywatch window suggest staging');
});
