import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { systemClock } from '@daywatch/daemon/src/clock.ts';
import { cleanEnvironment } from '@daywatch/daemon/src/demo/clean-environment.ts';
import { findPostgres } from '@daywatch/daemon/src/demo/machine/find-postgres.ts';
import { freePort } from '@daywatch/daemon/src/demo/machine/free-port.ts';
import { temporaryFolder } from '@daywatch/daemon/src/demo/machine/temporary-folder.ts';
import { runGit } from '../../../examples/shop/run-git.ts';
import { setupRepository } from '../../../examples/shop/setup-repository.ts';
import { openDatabase } from '../../../examples/shop/src/database.ts';
import { migrate } from '../../../examples/shop/src/migrate.ts';
import { seed } from '../../../examples/shop/src/seed.ts';
import { startTraffic } from '../../../examples/shop/traffic.ts';
import { mailReceiver, webReceiver } from '../announcements/receivers.ts';
import { createDatabase } from '../create-database.ts';
import { holdLeash } from '../leash.ts';
import { SentryServer, sentryOrganization, sentryProject, sentryToken } from '../sentry-server.ts';

export type Typed = { code: number; output: string };
export type Team = Awaited<ReturnType<typeof teamWithADocument>>;

const repository = join(import.meta.dirname, '../../..');
const document = join(repository, 'packages/daemon/src/plan/from-markdown/documents/production-deployment-plan.md');

/**
 * A team with the sample shop in production and in staging, customers, a deployment plan that is a page of Markdown, a
 * mail server, a chat, a place for tickets, a Sentry, and `daywatch` on their path.
 */
export async function teamWithADocument(postgresUrl: string) {
  const home = temporaryFolder('walkthrough');
  const leash = holdLeash();
  const mail = await mailReceiver();
  const chat = await webReceiver();
  const tickets = await webReceiver();
  const sentry = new SentryServer(systemClock.now);
  await sentry.listen();
  const [production, staging] = await Promise.all([
    filledDatabase(postgresUrl, 'walk_production', 4_000),
    filledDatabase(postgresUrl, 'walk_staging', 400),
  ]);
  const folder = join(home, 'shop');
  await checkoutWithoutPlan(folder);

  const bin = join(home, 'bin');
  mkdirSync(bin);
  // As it is built now: who builds it again meanwhile takes it away for a moment.
  cpSync(join(repository, 'packages/daemon/dist'), join(bin, 'dist'), { recursive: true });
  const program = join(bin, 'dist/main.mjs');
  writeFileSync(join(bin, 'daywatch'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(bin, 'daywatch'), 0o755);
  const inherited = cleanEnvironment(process.env as Record<string, string>);
  const postgresBin = findPostgres(inherited.PATH ?? '') ?? '';
  const [port, stagingPort, daemonPort] = [await freePort(), await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const shopHome = join(home, 'production');
  const environment: Record<string, string> = {
    ...inherited,
    ...leash.env,
    PATH: [bin, postgresBin, inherited.PATH].join(delimiter),
    HOME: home,
    NO_COLOR: '1',
    NO_UPDATE_NOTIFIER: '1',
    DATABASE_URL: production.url,
    PORT: String(port),
    SHOP_HOME: shopHome,
    SHOP_URL: url,
    SHOP_LOG: join(shopHome, 'shop.log'),
    STAGING_DATABASE_URL: staging.url,
    STAGING_PORT: String(stagingPort),
    STAGING_HOME: join(home, 'staging'),
    SHOP_STAGING_URL: `http://127.0.0.1:${stagingPort}`,
    SENTRY_DSN: sentry.dsn(),
    SENTRY_ENVIRONMENT: 'production',
    SENTRY_URL: sentry.url(),
    SENTRY_ORG: sentryOrganization,
    SENTRY_PROJECT: sentryProject.slug,
    SENTRY_AUTH_TOKEN: sentryToken,
    SMTP_URL: mail.url,
    MAIL_FROM: 'Shop deploys <deploy@example.com>',
    SLACK_WEBHOOK: `${chat.url}/services/deploys`,
    TICKET_WEBHOOK: `${tickets.url}/tickets`,
    DAYWATCH_PORT: String(daemonPort),
    DAYWATCH_PUBLIC_URL: `http://127.0.0.1:${daemonPort}`,
    DAYWATCH_TOKENS: [
      'Dana Miller <dana@example.com>:lead:dana-0123456789abcdef',
      'Quinn Ito <quinn@example.com>:developer:quinn-0123456789abcdef',
    ].join(','),
    DANA: 'dana-0123456789abcdef',
    QUINN: 'quinn-0123456789abcdef',
  };
  // What stays on the screen of whoever types: all of it, for whoever writes the page.
  const screen = join(repository, 'test/e2e/out/plan-walkthrough.txt');
  mkdirSync(join(screen, '..'), { recursive: true });
  writeFileSync(screen, '');

  const ending = new AbortController();
  let customers: Promise<void> | undefined;
  const start = (command: string) =>
    spawn('sh', ['-c', command], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });

  async function type(command: string): Promise<Typed> {
    const child = start(command);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const [code] = await once(child, 'close');
    appendFileSync(screen, `$ ${command}\n${output}\n[${code}]\n`);
    return { code: Number(code), output };
  }

  return {
    folder,
    url,
    type,
    mail,
    chat,
    tickets,
    sentry,
    git: (...args: string[]) => runGit(folder, args),
    /** What runs on in another terminal; resolves with its first line. */
    async serve(command: string): Promise<string> {
      const child = start(command);
      const [first] = await once(child.stdout, 'data');
      child.stdout.resume();
      child.stderr.resume();
      return String(first);
    },
    /** Customers come, ten a second. */
    openForCustomers() {
      customers = startTraffic({ url, rate: 10, signal: ending.signal });
    },
    async close() {
      ending.abort();
      await customers;
      await leash.release();
      await Promise.all([mail.close(), chat.close(), tickets.close(), sentry.close()]);
      await Promise.all([production.drop(), staging.drop()]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function filledDatabase(postgresUrl: string, name: string, orders: number) {
  const database = await createDatabase(postgresUrl, name);
  const { pool } = openDatabase({ url: database.url, poolSize: 2 });
  await migrate(pool);
  await seed(pool, { customers: 2_000, products: 500, orders });
  await pool.end();
  return database;
}

/** The shop as it was before anybody there knew of Daywatch: its plan is a page. */
async function checkoutWithoutPlan(folder: string): Promise<void> {
  const { stable } = await setupRepository({ folder });
  const git = (...args: string[]) => runGit(folder, args);
  const day = new Date('2026-10-12T09:00:00Z');
  await git('rm', '--quiet', 'daywatch.yaml');
  copyFileSync(document, join(folder, 'PLAN.md'));
  writeFileSync(
    join(folder, 'deploy-staging.sh'),
    [
      '#!/bin/sh',
      'unset SENTRY_DSN',
      'export DATABASE_URL="$STAGING_DATABASE_URL" PORT="$STAGING_PORT" SHOP_HOME="$STAGING_HOME"',
      'exec "$(dirname "$0")/deploy-production.sh"',
      '',
    ].join('\n'),
  );
  chmodSync(join(folder, 'deploy-staging.sh'), 0o755);
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n.daywatch/\nbackups/\n');
  await git('add', '.');
  await runGit(folder, ['commit', '--quiet', '-m', 'The plan of our deployments is a page'], day);
  await git('tag', '--force', '-a', stable, '-m', 'Held for 24 hours in production');
  await git('branch', '--force', 'staging');
  await git('push', '--quiet', '--force', 'origin', 'main', 'staging', stable);
}
